import type { Transaction } from '@tributary/event-log';
import { conversationId, isOwn, type ConversationContact } from './by-contacts.js';
import type { Standing } from './in-order.js';

/** What stood in a conversation. */
export interface Before {
  readonly id: string;
  readonly finishedAt: Date | null;
  /** Why nothing could be sent. */
  readonly closed: string | null;
  /** Of what told so. */
  readonly reachAt: Date;
}

/** The same of one around it. */
export type Around = Pick<Before, 'id' | 'closed' | 'reachAt'>;

/** A contact of the news at its place. */
export interface Placed extends ConversationContact {
  readonly place: Standing;
}

export interface PlacedNews {
  readonly id: string;
  /** By place. */
  readonly contacts: readonly Placed[];
}

const NO_RIGHTS = 'no-rights';

/**
 * What says whether the conversation can be answered: what was heard last. Who may not write hears the others all the same: from there on only
 * what the source tells of our membership counts. Our own message says nothing. Pure.
 * @param before  as it stood; for one that was not there, the one around it
 * @returns undefined: nothing tells
 */
export function heardOf(contacts: readonly Placed[], before: Around | undefined): Placed | undefined {
  let heard: Placed | undefined;
  let muted = before?.closed === NO_RIGHTS;
  for (const one of contacts) {
    if (isOwn(one) || (muted && !(one.reach.membership && isNoOlder(one, before)))) continue;
    heard = one;
    muted = one.reach.closed === NO_RIGHTS;
  }
  return heard;
}

export function isNoOlder({ place }: Placed, before: Around | undefined): boolean {
  return !before || place.at >= before.reachAt;
}

/** Where we may not write, as told before or now, by the ids of the conversations of the news that are not there yet and stand within it. */
export async function readMutedAround(tx: Transaction, news: readonly PlacedNews[], before: ReadonlyMap<string, Before>): Promise<Map<string, Around>> {
  const around = new Map(news.flatMap(({ id, contacts }) => {
    const { accountId, conversationId: sourceId } = contacts[0]!.contact.envelope;
    const end = sourceId.lastIndexOf('/');
    return before.has(id) || end < 1 ? [] : [[id, conversationId(accountId, sourceId.slice(0, end))] as const];
  }));
  if (around.size === 0) return new Map();
  const { rows } = await tx.query<Around>(`select id, reach ->> 'closed' as closed, reach_at as "reachAt" from lead.conversation where id = any($1::uuid[])`, [[...around.values()]]);
  const outer = new Map(rows.map((row) => [row.id, row]));
  for (const { id, contacts } of news) {
    const heard = [...around.values()].includes(id) ? heardOf(contacts, outer.get(id)) : undefined;
    if (heard) outer.set(id, { id, closed: heard.reach.closed, reachAt: heard.place.at });
  }
  return new Map([...around].flatMap(([id, outerId]) => (outer.get(outerId)?.closed === NO_RIGHTS ? [[id, outer.get(outerId)!] as const] : [])));
}
