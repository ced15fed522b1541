import { readFileSync } from 'node:fs';
import { type Place, passwordFileOf } from './place.js';
import { SUPERUSER } from './settings.js';

/** The superuser's login, with the password that lies beside the cluster. */
export function serverUrl(place: Place, port: number, database: string): string {
  const password = readFileSync(passwordFileOf(place), 'utf8').trim();
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}
