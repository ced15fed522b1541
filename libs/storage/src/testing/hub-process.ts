import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A hub in a process of its own. */
export interface HubProcess {
  url: string;
  /** Process of its PostgreSQL. */
  pid: number;
  /** Name of the error, when it refused to start. */
  failed?: string;
  message?: string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Starts one and waits for what it tells. */
export async function startHubProcess(dataDir: string, account: { uid?: number; gid?: number } = {}): Promise<HubProcess> {
  const child = spawn(process.execPath, ['--import', path('./typescript.mjs'), path('./hub-program.ts'), dataDir], {
    ...account,
    cwd: '/',
    env: { PATH: process.env.PATH, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { ...(await firstLine(child)), kill: (signal) => endBy(child, signal) };
}

async function firstLine({ stdout }: { stdout: Readable }): Promise<Omit<HubProcess, 'kill'>> {
  let output = '';
  for await (const chunk of stdout) {
    output += String(chunk);
    if (output.includes('\n')) return JSON.parse(output) as Omit<HubProcess, 'kill'>;
  }
  throw new Error(`the hub process ended without a word: ${output}`);
}

async function endBy(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}
