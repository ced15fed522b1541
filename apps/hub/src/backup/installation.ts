import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logSchema } from '@tributary/event-log';
import type { Schema } from '@tributary/storage';
import { TARGETS } from '../targets.js';
import { BackupError } from './archive.js';

/** Every schema of the product, the log's first. */
export function allSchemas(): Schema[] {
  return [...new Set([logSchema, ...TARGETS.map(({ schema }) => schema)])];
}

export const databaseFolder = (dataDir: string): string => join(dataDir, 'postgres');
export const blobFolder = (dataDir: string): string => join(dataDir, 'blobs');
export const tombstoneFolder = (dataDir: string): string => join(dataDir, 'tombstones');
export const keyFile = (dataDir: string): string => join(dataDir, 'secret.key');

/** @throws BackupError  an installation, or half a restored one, is there */
export function requireEmptyFolder(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  const found = readdirSync(dataDir).filter((name) => ['postgres', 'blobs', 'secret.key'].includes(name));
  if (found.length > 0) throw new BackupError(`${dataDir} is not empty (${found.join(', ')}): name a new folder by TRIBUTARY_DATA, or move this one away`);
}

/** @returns undefined without a file: the first line is the passphrase */
export function passphraseIn(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const passphrase = readFileSync(file, 'utf8').split(/\r?\n/)[0] ?? '';
  if (passphrase.length < 12) throw new BackupError(`the first line of ${file} is the passphrase: at least 12 characters`);
  return passphrase;
}
