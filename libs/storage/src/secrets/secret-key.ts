import { randomBytes, randomUUID, scryptSync } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SecretKeyError } from './errors.js';

const KEY_BYTES = 32;
const MIN_PASSPHRASE = 16;

export interface SecretKeyConfig {
  /** Where `secret.key` is kept when no key is given. */
  dataDir: string;
  /** TRIBUTARY_SECRET_KEY: 32 bytes in hex or base64, else a passphrase of at least 16 characters. */
  secretKey?: string;
}

/**
 * The installation's key: the one given, else that of `<dataDir>/secret.key`, which is made once.
 * @throws SecretKeyError  too short, or a damaged file
 */
export function loadSecretKey({ dataDir, secretKey }: SecretKeyConfig): Buffer {
  if (secretKey !== undefined) return parseKey(secretKey.trim());
  const path = join(dataDir, 'secret.key');
  if (!existsSync(path)) makeKeyFile(dataDir, path);
  // A copy or a restore may have opened it to others.
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  const key = exactKey(readFileSync(path, 'utf8').trim());
  if (!key) throw new SecretKeyError(`${path} is damaged: put back the file from a backup; without it the stored secrets can't be opened`);
  return key;
}

function parseKey(text: string): Buffer {
  const key = exactKey(text);
  if (key) return key;
  if (text.length < MIN_PASSPHRASE) {
    throw new SecretKeyError(`TRIBUTARY_SECRET_KEY is too short: 32 bytes in hex or base64, or at least ${MIN_PASSPHRASE} characters`);
  }
  // The salt must be the same in every process; a slow function makes up for what a passphrase lacks.
  return scryptSync(text.normalize('NFC'), 'tributary secret key 1', KEY_BYTES, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
}

function exactKey(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return undefined;
}

/** Written aside and linked: under its name there is a whole key or none, and of two processes one makes it. */
function makeKeyFile(dataDir: string, path: string): void {
  mkdirSync(dataDir, { recursive: true });
  const aside = `${path}.${randomUUID()}`;
  const file = openSync(aside, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
    fsyncSync(file);
    linkSync(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new SecretKeyError(`${path} can't be made`, { cause: error });
  } finally {
    closeSync(file);
    rmSync(aside, { force: true });
  }
  syncFolder(dataDir);
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
