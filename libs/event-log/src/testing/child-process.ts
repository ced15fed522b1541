import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { TestLog } from './test-log.js';

/** A real process that consumes from or appends to the log, to be killed or stopped by a test. */
export class LogChild {
  readonly lines: string[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly exited: Promise<unknown>;
  private errors = '';

  private constructor(private readonly process: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.exited = once(process, 'exit').then(() => this.check());
    createInterface({ input: process.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.check();
    });
    process.stderr.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
  }

  /** @param role  see child.ts */
  static start(log: TestLog, role: string, ...args: string[]): LogChild {
    const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
    return new LogChild(
      spawn(process.execPath, ['--import', here('typescript-hooks.mjs'), here('child.ts'), role, ...args], {
        env: { ...process.env, ...log.child.env, LOG_CHILD_MODULE: log.child.module.href },
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    );
  }

  /** Waits for a line that begins so. */
  async line(prefix: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const found = this.lines.find((line) => line.startsWith(prefix));
        if (found === undefined && this.process.exitCode === null && this.process.signalCode === null) return;
        this.waiting.delete(check);
        if (found === undefined) reject(new Error(`the child ended without saying "${prefix}": ${this.errors}`));
        else resolve(found);
      };
      this.waiting.add(check);
      check();
    });
  }

  say(line: string): void {
    this.process.stdin.write(`${line}\n`);
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.exited;
  }

  private check(): void {
    for (const check of this.waiting) check();
  }
}
