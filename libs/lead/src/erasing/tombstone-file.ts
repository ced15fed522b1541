import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Erasure } from './erasure.js';

const Entry = z.object({
  id: z.uuid(),
  erasedAt: z.iso.datetime(),
  personIds: z.array(z.uuid()),
  contactIds: z.array(z.uuid()),
  leadIds: z.array(z.uuid()),
  identityHashes: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
});

/**
 * Tombstones outside the database, a line of JSON each, so that a restored older backup brings nobody back. The lines
 * hold ids and keyed hashes only. One file a month: `<data>/tombstones/2026-11.ndjson`.
 */
export class TombstoneFile {
  constructor(readonly folder: string) {}

  /** Appended and synced when it resolves. The same erasure twice does no harm. */
  async append({ actor: _, identityHashes, erasedAt, ...ids }: Erasure): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const entry: z.infer<typeof Entry> = {
      id: ids.id,
      erasedAt: erasedAt.toISOString(),
      personIds: [...ids.personIds],
      contactIds: [...ids.contactIds],
      leadIds: [...ids.leadIds],
      identityHashes: identityHashes.map((hash) => hash.toString('hex')),
    };
    const file = await open(join(this.folder, `${entry.erasedAt.slice(0, 7)}.ndjson`), 'a', 0o600);
    try {
      await file.appendFile(`${JSON.stringify(entry)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Oldest file first. A line that a power cut tore is left out: its erasure was not filed, and is written again. */
  async *read(): AsyncGenerator<Erasure> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
    for (const name of names.filter((each) => each.endsWith('.ndjson')).sort()) {
      for await (const line of createInterface({ input: createReadStream(join(this.folder, name)), crlfDelay: Infinity })) {
        const entry = entryOf(line);
        if (entry) yield entry;
      }
    }
  }
}

function entryOf(line: string): Erasure | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = Entry.safeParse(json);
  if (!parsed.success) return undefined;
  const { identityHashes, erasedAt, ...ids } = parsed.data;
  return { ...ids, identityHashes: identityHashes.map((hash) => Buffer.from(hash, 'hex')), erasedAt: new Date(erasedAt), actor: 'tombstone file' };
}
