import { z } from 'zod';

export const FORMAT = 'tributary-backup';
export const VERSION = 1;

export const MANIFEST = 'manifest.json';
export const SEQUENCES = 'sequences.json';
export const KEY = 'secret.key';
/** The last member: name and SHA-256 of each one before it. An archive that was cut off has none. */
export const CHECKSUMS = 'checksums.json';

/** The first member: what the archive is. */
export const Manifest = z.object({
  format: z.literal(FORMAT),
  version: z.number().int(),
  /** Everything that was acknowledged before this moment of the database's clock is in it. */
  moment: z.iso.datetime(),
  /** Migrations by schema, in order. */
  migrations: z.record(z.string(), z.array(z.string())),
  keyId: z.string(),
  blobs: z.enum(['included', 's3']),
  /** Columns of each table, "schema.table", in the order of its rows. */
  columns: z.record(z.string(), z.array(z.string())),
});
export type Manifest = z.infer<typeof Manifest>;

export const Checksums = z.record(z.string(), z.string());
export type Checksums = z.infer<typeof Checksums>;

/** Last value of each sequence, by "schema.name". */
export const Sequences = z.record(z.string(), z.string());
export type Sequences = z.infer<typeof Sequences>;

/** How many rows of each table there are. */
export const ROWS = 'rows.json';
export const Rows = z.record(z.string(), z.number().int());
export type Rows = z.infer<typeof Rows>;

/** Rows of a table, in the order of their numbers: `tables/<schema>.<table>/00000001`. */
export function tableMember(table: string, part: number): string {
  return `tables/${table}/${String(part).padStart(8, '0')}`;
}

export function tableOf(member: string): string | undefined {
  return /^tables\/([a-z0-9_]+\.[a-z0-9_]+)\/\d{8}$/.exec(member)?.[1];
}

export function blobOf(member: string): string | undefined {
  return /^blobs\/([0-9a-f]{64})$/.exec(member)?.[1];
}

/** The archive can't be used; nothing was touched. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
