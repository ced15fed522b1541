import type { Transaction } from '@tributary/event-log';
import { v5 as uuidV5 } from 'uuid';
import type { FeedData, NewEntry } from '../record/new-entry.js';
import { type NoticeKind, type Recipient, wayKey } from './recipient.js';
import { readRecipients } from './recipient-store.js';

const NAMESPACE = '5d6a1a0e-3a52-5f0e-9c56-7f1d8f7a2c31';

export interface NewDelivery {
  /** A function of the three: what is replayed has it again. */
  readonly id: string;
  readonly eventId: string;
  readonly managerId: string;
  readonly way: string;
}

/** Whom an event is for by name: who has the lead, who is told besides; never who did it. A lead of the pool is for nobody by name. */
export function toldOf({ managerId, told = [], byManagerId }: FeedData): string[] {
  return [...new Set([...(managerId === null ? [] : [managerId]), ...told])].filter((id) => id !== byManagerId);
}

/** One for each manager who wants to hear of such events, and each of their ways. */
export function newDeliveries(entries: readonly NewEntry<FeedData>[], recipients: ReadonlyMap<string, Recipient>): NewDelivery[] {
  return entries.flatMap(({ id: eventId, kind, data }) =>
    toldOf(data).flatMap((managerId) => {
      const recipient = recipients.get(managerId);
      // That an answer of one's own did not arrive is told whatever one chose.
      if (!recipient || (kind !== 'lead.reply-changed' && !recipient.kinds.includes(kind.slice('lead.'.length) as NoticeKind))) return [];
      return recipient.ways.map(wayKey).map((way) => ({ id: uuidV5(`${eventId} ${managerId} ${way}`, NAMESPACE), eventId, managerId, way }));
    }),
  );
}

/**
 * Writes what is to be told of entries, in the transaction that recorded them.
 * @returns how many there are
 */
export async function insertDeliveries(transaction: Transaction, entries: readonly NewEntry<FeedData>[]): Promise<number> {
  const notices = entries.filter(({ notifies }) => notifies);
  const managerIds = [...new Set(notices.flatMap(({ data }) => toldOf(data)))];
  if (managerIds.length === 0) return 0;
  const deliveries = newDeliveries(notices, await readRecipients(transaction, managerIds));
  if (deliveries.length === 0) return 0;
  await transaction.query(
    `INSERT INTO notifier.notice_delivery (id, event_id, manager_id, way, created_at)
     SELECT d.id, d."eventId", d."managerId", d.way, e.at
       FROM jsonb_to_recordset($1) AS d (id uuid, "eventId" uuid, "managerId" text, way text) JOIN notifier.feed_entry e ON e.id = d."eventId"
     ON CONFLICT (id) DO NOTHING`,
    [JSON.stringify(deliveries)],
  );
  return deliveries.length;
}
