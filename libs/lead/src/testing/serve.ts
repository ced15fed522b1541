import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresLogReader, PostgresLogWriter } from '@tributary/event-log';
import type { Actor } from '@tributary/platform';
import { headersOf, serveForTest, testRuntime } from '@tributary/platform/testing';
import { FileBlobStore, SecretBox, type BlobStore } from '@tributary/storage';
import { TOMBSTONES_PURPOSE, Tombstones } from '../batch/tombstones.js';
import { leadModule } from '../lead.module.js';
import { leadDatabase, type LeadDatabase } from './database.js';

export interface Answer {
  readonly status: number;
  // The API's JSON, which a spec looks into freely.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly headers: Headers;
}

/** The lead service behind HTTP, on a fresh database. */
export interface ServedLead {
  readonly db: LeadDatabase;
  readonly dataDir: string;
  /** Those of the service; `db.deps` has others. */
  readonly tombstones: Tombstones;
  readonly blobs: BlobStore;
  readonly logReader: PostgresLogReader;
  call(actor: Actor | undefined, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export const admin: Actor = { role: 'admin', userId: 'u-admin', name: 'Root' };
export const operator: Actor = { role: 'operator', userId: 'u-operator', name: 'Olga' };
export const asManager = (managerId: string): Actor => ({ role: 'manager', userId: `u-${managerId}`, managerId, name: 'Manager' });

export async function serveLead(): Promise<ServedLead> {
  const db = await leadDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'lead-'));
  const blobs = new FileBlobStore(join(folder, 'blobs'));
  const runtime = testRuntime({ TRIBUTARY_DATA: folder });
  const logReader = new PostgresLogReader(db.pool);
  const deps = { runtime, pool: db.pool, logReader, logWriter: new PostgresLogWriter(), blobs, secrets: new SecretBox(Buffer.alloc(32, 5)) };
  const server = await serveForTest(runtime, { imports: [leadModule(deps)] });
  return {
    db,
    dataDir: folder,
    tombstones: new Tombstones(deps.secrets.derive(TOMBSTONES_PURPOSE)),
    blobs,
    logReader,
    async call(actor, method, path, body, headers = {}) {
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: { ...(actor && headersOf(runtime, actor)), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
    },
    async close() {
      await runtime.stop();
      await db.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
