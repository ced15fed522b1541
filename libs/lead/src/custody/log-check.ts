import { fromBinary } from '@bufbuild/protobuf';
import { type LogRecord, readWindow, retireGroups, TOPICS, WINDOW_GROUP } from '@tributary/event-log';
import { type Envelope, EnvelopeSchema } from '@tributary/proto';
import type pg from 'pg';
import { validate } from 'uuid';
import { BY_HAND } from '../api/leads/enter-lead.js';
import { TOMBSTONES_PURPOSE, Tombstones } from '../batch/tombstones.js';
import type { LeadDeps } from '../deps.js';
import { contactOfRecord } from '../consume/record-contact.js';

/** What the log and the lead service say of the same records. */
export interface LogCheck {
  readonly records: number;
  /** Handled, and yet no longer (or never) on the log. */
  readonly notInLog: readonly { id: string; accountId: string; appendedAt: Date }[];
  /** On the log, and neither handled nor in quarantine. */
  readonly notHandled: readonly { id: string; accountId: string; appendedAt: Date }[];
}

/** Key of the advisory lock under which one audit at a time reads the log. */
const LOCK = `hashtext('tributary custody audit')`;
const ASKED_AT_ONCE = 2_000;

/** Another audit reads the log just now. */
export class LogCheckBusyError extends Error {
  override readonly name = 'LogCheckBusyError';
}

/**
 * Reads both lanes of contacts again and compares them with what was handled.
 * @param window  by time of appending; its end lies behind what consumers have yet to handle
 * @throws LogCheckBusyError
 */
export async function checkLog({ pool, logReader, secrets }: Pick<LeadDeps, 'pool' | 'logReader' | 'secrets'>, window: { from: Date; to: Date }): Promise<LogCheck> {
  const client = await pool.connect();
  try {
    const { rows: [lock] } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${LOCK}) as taken`);
    if (!lock?.taken) throw new LogCheckBusyError('another audit reads the log');
    try {
      const seen: Seen = new Map();
      for (const topic of [TOPICS.contacts, TOPICS.bulk]) {
        await readWindow(logReader, topic, window, (record) => note(seen, record));
      }
      const found = compare(seen, await handledIn(pool, window), await knownOf(pool, [...seen.keys()]));
      const erased = await new Tombstones(secrets.derive(TOMBSTONES_PURPOSE)).erasedOf(pool, found.notHandled.map(({ id }) => id));
      return { ...found, notHandled: found.notHandled.filter(({ id }) => !erased.has(id)) };
    } finally {
      // Between audits nobody needs what this group has not passed.
      await retireGroups(pool, [WINDOW_GROUP]);
      await client.query(`select pg_advisory_unlock(${LOCK})`);
    }
  } finally {
    client.release();
  }
}

/** Contacts on the log by id: the highest revision of each. */
type Seen = Map<string, { revision: number; accountId: string; appendedAt: Date }>;

function note(seen: Seen, record: LogRecord): void {
  const contact = contactOfRecord(record.headers) ?? anyContact(record.value);
  if (!contact || (seen.get(contact.id)?.revision ?? 0) >= contact.revision) return;
  const { id, revision, accountId } = contact;
  seen.set(id, { revision, accountId, appendedAt: record.appendedAt });
}

type Named = Pick<Envelope, 'id' | 'revision' | 'accountId'>;

/** An outside client's; what can't be read is no contact, and lies in quarantine. */
function anyContact(value: Uint8Array | null): Named | undefined {
  try {
    const envelope = value && fromBinary(EnvelopeSchema, value);
    return envelope && validate(envelope.id) ? envelope : undefined;
  } catch {
    return undefined;
  }
}

type Handled = LogCheck['notInLog'][number];

async function handledIn(pool: pg.Pool, { from, to }: { from: Date; to: Date }): Promise<Handled[]> {
  const { rows } = await pool.query<Handled>(
    `select id, account_id as "accountId", published_at as "appendedAt" from lead.contact
      where published_at >= $1 and published_at < $2 and account_id <> $3`,
    [from, to, BY_HAND],
  );
  return rows;
}

/** @returns the highest revision that was handled or lies in quarantine, by id */
async function knownOf(pool: pg.Pool, ids: readonly string[]): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
    const some = ids.slice(at, at + ASKED_AT_ONCE);
    const { rows } = await pool.query<{ id: string; revision: number }>(
      `select id, max(revision)::int as revision from (
         select id::text, revision from lead.contact where id = any($1::uuid[])
         union all
         select contact_id, coalesce(revision, 2147483647) from lead.quarantine where contact_id = any($2::text[])) as known
        group by 1`,
      [some, some],
    );
    for (const { id, revision } of rows) known.set(id, revision);
  }
  return known;
}

function compare(seen: Seen, handled: readonly Handled[], known: ReadonlyMap<string, number>): LogCheck {
  return {
    records: seen.size,
    notInLog: handled.filter(({ id }) => !seen.has(id)),
    notHandled: [...seen].flatMap(([id, { revision, ...record }]) => ((known.get(id) ?? 0) < revision ? [{ id, ...record }] : [])),
  };
}
