import { closeSync, copyFileSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import type { StorageLog } from '../log.js';
import { type Place, giveTo, logFileOf } from './place.js';

const MAX_BYTES = 4 * 1024 * 1024;

/** Opens the server's log for appending. */
export function openServerLog(place: Place): number {
  boundServerLog(place);
  const path = logFileOf(place);
  const file = openSync(path, 'a', 0o600);
  giveTo(place.account, path);
  return file;
}

/** Moves a large log to `server.log.1` by copying and cutting: the server, which appends, keeps the file open. */
export function boundServerLog(place: Place): void {
  const path = logFileOf(place);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < MAX_BYTES) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

/** Bounds the log every so often. A full disk must not end the hub: what fails is told and tried again. */
export function keepServerLogBounded(place: Place, log: StorageLog, everyMs: number): NodeJS.Timeout {
  return setInterval(() => {
    try {
      boundServerLog(place);
    } catch (err) {
      log.warn({ err }, 'the log of PostgreSQL could not be cut');
    }
  }, everyMs).unref();
}

/** The last lines, for an error message. */
export function tailOfServerLog(place: Place, bytes = 2000): string {
  if (!statSync(logFileOf(place), { throwIfNoEntry: false })) return '(no server log)';
  const file = openSync(logFileOf(place), 'r');
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(bytes, size));
    readSync(file, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trim();
  } finally {
    closeSync(file);
  }
}
