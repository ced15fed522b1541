import type { Transaction } from '@tributary/event-log';

/** A stored contact, locked. */
export interface KnownContact {
  readonly revision: number;
  /** The last snapshot, encoded; undefined for an erased contact. */
  readonly state?: Uint8Array;
  /** Which occurrence of the same content came last, and when it was first received. */
  readonly repeatN: number;
  readonly repeatAt: Date;
}

interface Row {
  id: string;
  revision: number;
  state: Uint8Array | null;
  repeat_n: number;
  repeat_at: Date;
}

/** Locks contacts, and tombstones of erased ones, against every other writer until the transaction ends. */
export async function lockKnown(transaction: Transaction, ids: readonly string[]): Promise<Map<string, KnownContact>> {
  const contacts = await transaction.query<Row>({
    name: 'intake.lock-contacts',
    text: `select id, revision, state, coalesce(repeat_n, 1) as repeat_n, coalesce(repeat_at, received_at) as repeat_at
             from intake.contact where id = any($1::uuid[]) order by id for update`,
    values: [ids],
  });
  const erased = await transaction.query<Row>({
    name: 'intake.lock-tombstones',
    text: `select contact_id as id, 0 as revision, null as state, coalesce(repeat_n, 1) as repeat_n, repeat_at
             from intake.tombstone where contact_id = any($1::uuid[]) order by contact_id for update`,
    values: [ids],
  });
  return new Map([...contacts.rows, ...erased.rows].map((row) => [row.id, toKnown(row)]));
}

function toKnown(row: Row): KnownContact {
  return { revision: row.revision, state: row.state ?? undefined, repeatN: row.repeat_n, repeatAt: row.repeat_at };
}

/** Remembers on the first occurrence, erased or not, that another one began. */
export async function recordOccurrence(transaction: Transaction, id: string, known: KnownContact): Promise<void> {
  const table = known.state ? 'intake.contact' : 'intake.tombstone';
  const key = known.state ? 'id' : 'contact_id';
  await transaction.query({
    text: `update ${table} set repeat_n = $2, repeat_at = $3 where ${key} = $1`,
    values: [id, known.repeatN, known.repeatAt],
  });
}
