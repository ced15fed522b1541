import { fromBinary } from '@bufbuild/protobuf';
import { EnvelopeSchema } from '@tributary/proto';
import type { BlobStore } from '@tributary/storage';
import type pg from 'pg';
import { blobFaults } from './blob-faults.js';

/** What intake has of a stretch of time, for the audit of custody; a page in the order of ids. */
export interface IntakeCustody {
  readonly contacts: readonly { id: string; accountId: string; revision: number }[];
  /** By account, as counted when they were stored; null once those minutes are summed up with older ones. */
  readonly accepted: readonly { accountId: string; count: number }[] | null;
  readonly faults: readonly CustodyFault[];
  /** Whether contacts with higher ids follow. */
  readonly more: boolean;
}

/** So few that nobody's contact waits while they are read and written as JSON. */
const PAGE = 1_000;

/** Something that a contact names and that isn't there, or is something else. */
export interface CustodyFault {
  readonly kind: 'part-missing' | 'blob-missing' | 'blob-corrupt';
  readonly contactId: string;
  readonly accountId: string;
  readonly sha256: string | null;
}

interface Row {
  readonly id: string;
  readonly account_id: string;
  readonly revision: number;
  readonly state: Buffer;
  /** Names of its raw parts; those that stand in blobs. */
  readonly parts: number;
  readonly part_blobs: string[];
}

/** Whole minutes, by time of receipt; `after` is the last id of the page before. */
export interface CustodyWindow {
  readonly from: Date;
  readonly to: Date;
  readonly after?: string | undefined;
}

/** @param deep  blobs are read and checked whole, not only looked for */
export async function intakeCustody(pool: pg.Pool, blobs: BlobStore, window: CustodyWindow, deep: boolean): Promise<IntakeCustody> {
  const { rows } = await pool.query<Row>(
    `select c.id, c.account_id, c.revision, c.state, p.parts, p.part_blobs
       from intake.contact c
       cross join lateral (
         select count(*)::int as parts, coalesce(array_agg(encode(sha256, 'hex')) filter (where body is null), '{}') as part_blobs
           from intake.part where contact_id = c.id) as p
      where c.received_at >= $1 and c.received_at < $2 and ($3::uuid is null or c.id > $3) order by c.id limit ${PAGE}`,
    [window.from, window.to, window.after ?? null],
  );
  const partless = rows.filter(({ parts }) => parts === 0).map((row): CustodyFault => fault('part-missing', row, null));
  const named = rows.flatMap((row) => blobsOf(row).map((sha256) => ({ row, sha256 })));
  const bad = await blobFaults(blobs, named.map(({ sha256 }) => sha256), deep);
  const blobless = named.flatMap(({ row, sha256 }) => {
    const kind = bad.get(sha256);
    return kind ? [fault(kind, row, sha256)] : [];
  });
  return {
    contacts: rows.map(({ id, account_id, revision }) => ({ id, accountId: account_id, revision })),
    accepted: await acceptedIn(pool, window),
    faults: [...partless, ...blobless],
    more: rows.length === PAGE,
  };
}

/** Raw parts that are too large for a row, and attachments. */
function blobsOf({ part_blobs, state }: Row): string[] {
  const { attachments } = fromBinary(EnvelopeSchema, state);
  return [...new Set([...part_blobs, ...attachments.flatMap(({ blob }) => blob?.sha256 ?? [])])];
}

function fault(kind: CustodyFault['kind'], { id, account_id }: Row, sha256: string | null): CustodyFault {
  return { kind, contactId: id, accountId: account_id, sha256 };
}

async function acceptedIn(pool: pg.Pool, { from, to }: CustodyWindow): Promise<IntakeCustody['accepted']> {
  const { rows } = await pool.query<{ accountId: string; count: number; kept: boolean }>(
    // What was erased since was counted then.
    `select account_id as "accountId", sum(count)::float8 as count from (
       select account_id, accepted as count from intake.tally where minute >= $1 and minute < $2
       union all
       select account_id, -1 from intake.tombstone where received_at >= $1 and received_at < $2) as counted group by 1`,
    [from, to],
  );
  const { rows: [sums] } = await pool.query<{ oldest: Date | null }>(`select min(minute) filter (where minute > 'epoch') as oldest from intake.tally`);
  return sums?.oldest && sums.oldest <= from ? rows : null;
}
