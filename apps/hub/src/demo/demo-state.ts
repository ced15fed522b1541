import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const State = z.object({ password: z.string(), imapPort: z.int().optional(), accounts: z.record(z.string(), z.string()), managers: z.record(z.string(), z.string()) });
/** What a demo made, so that it makes nothing twice and can be taken away. */
export type DemoState = z.infer<typeof State>;

export function demoFolder(dataDir: string): string {
  return join(dataDir, 'demo');
}

/** @returns undefined when there was no demo */
export function readDemoState(dataDir: string): DemoState | undefined {
  try {
    return State.parse(JSON.parse(readFileSync(file(dataDir), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${file(dataDir)} can't be read: remove it, and the demo's accounts by hand`, { cause: error });
  }
}

export function writeDemoState(dataDir: string, state: DemoState): void {
  mkdirSync(demoFolder(dataDir), { recursive: true });
  writeFileSync(file(dataDir), JSON.stringify(state, undefined, 2), { mode: 0o600 });
}

export function forgetDemo(dataDir: string): void {
  rmSync(demoFolder(dataDir), { recursive: true, force: true });
}

function file(dataDir: string): string {
  return join(demoFolder(dataDir), 'demo.json');
}
