import type { Transaction } from '@tributary/event-log';
import { together } from '../sql/together.js';
import type { ConversationContact, ConversationNews } from './by-contacts.js';

/** Where something stands in its conversation: by time, then by position. */
export interface Place {
  readonly at: Date;
  /** Grows in the order in which things were taken. */
  readonly position: number;
}

/** Something that has its place. */
export interface Standing extends Place {
  readonly id: string;
  readonly kind: string;
  /** The source's own order, of contacts that have one. */
  readonly sequence: bigint | undefined;
}

/** Sources that tell whole seconds leave open when in it something happened. */
const SECOND_MS = 1_000;
/** What the source counts before another stands at most so far before it. */
const MOST_STEPS = 2 ** 40;

export function inOrder(a: Place, b: Place): number {
  return a.at.getTime() - b.at.getTime() || a.position - b.position;
}

/**
 * Gives each contact its place: behind everything of its second that was here when it was received, but before what the source counts after it.
 * So it is the source's order where there is one, else that of taking; our replies stand where they were given, and a message that comes after
 * one in the same second is not shown before it. Pure.
 * @param standing  what is there already of the same times, and the contacts themselves as far as they are there: they keep their places
 * @param next  a position for it, after all that there are
 * @returns what is there then, in its order
 */
export function placeContacts(contacts: readonly ConversationContact[], standing: readonly Standing[], next: (one: ConversationContact) => number): Standing[] {
  const all = [...standing];
  for (const one of contacts) {
    if (all.some(({ id }) => id === one.contact.id)) continue;
    const sequence = sequenceOf(one);
    const place = placeOf(one, sequence, all.filter(({ at }) => isOfTime(at, one.at)), () => next(one));
    all.push({ id: one.contact.id, kind: 'contact', sequence, ...place });
  }
  return all.sort(inOrder);
}

function placeOf({ at, contact }: ConversationContact, sequence: bigint | undefined, near: readonly Standing[], next: () => number): Place {
  const after = sequence === undefined ? undefined : near.filter((each) => each.sequence !== undefined && each.sequence > sequence).sort(inOrder)[0];
  const place = after && before(after, sequence!, near);
  if (place) return place;
  const precedes = (each: Standing): boolean => each.at <= contact.receivedAt || (each.sequence !== undefined && sequence !== undefined && each.sequence < sequence);
  return { at: new Date(Math.max(at.getTime(), ...near.filter(precedes).map((each) => each.at.getTime()))), position: next() };
}

/** As far before it as the source counts, else in the middle of what room there is; undefined where there is none. */
function before({ at, position, sequence }: Standing, counted: bigint, near: readonly Standing[]): Place | undefined {
  const lower = Math.max(...near.filter((each) => each.at.getTime() === at.getTime() && each.position < position).map((each) => each.position), position - MOST_STEPS);
  const counting = position - Number(sequence! - counted);
  const free = counting > lower ? counting : Math.floor((lower + position) / 2);
  return free > lower ? { at, position: free } : undefined;
}

function isOfTime(standing: Date, at: Date): boolean {
  const from = at.getTime();
  return standing.getTime() >= from && standing.getTime() < from + spanOf(at);
}

function spanOf(at: Date): number {
  return at.getMilliseconds() === 0 ? SECOND_MS : 1;
}

const LARGEST = 2n ** 63n - 1n;

function sequenceOf({ contact: { envelope: { sequence } } }: ConversationContact): bigint | undefined {
  return sequence > 0n && sequence <= LARGEST ? sequence : undefined;
}

interface Row {
  readonly id: string; readonly conversation_id: string; readonly kind: string; readonly at: Date; readonly position: string; readonly sequence: string | null;
}

/**
 * What stands in conversations at the times of their news, with the news themselves in their places. The caller holds the conversations.
 * @returns by conversation id
 */
export async function placeNews(tx: Transaction, news: readonly ConversationNews[]): Promise<Map<string, Standing[]>> {
  const asked = news.flatMap(({ id, contacts }) => contacts.map(({ contact, at }) => ({ id: contact.id, conversation_id: id, from: at, to: new Date(at.getTime() + spanOf(at)) })));
  const [{ rows }, { rows: positions }] = await together([
    tx.query<Row>({
      name: 'lead.read-standing',
      text: `
        with n as (select * from jsonb_to_recordset($1::jsonb) as n (id uuid, conversation_id uuid, "from" timestamptz, "to" timestamptz))
        select i.id, i.conversation_id, i.kind, i.at, i.position, i.sequence from n join lead.conversation_item i on i.conversation_id = n.conversation_id and i.at >= n.from and i.at < n.to
        union select i.id, i.conversation_id, i.kind, i.at, i.position, i.sequence from n join lead.conversation_item i on i.id = n.id`,
      values: [JSON.stringify(asked)],
    }),
    tx.query<{ position: string }>(`select nextval('lead.item_position') as position from generate_series(1, $1::integer)`, [Math.max(...news.flatMap(({ contacts }) => contacts.map(({ number }) => number))) + 1]),
  ]);
  const standing = new Map<string, Standing[]>(news.map(({ id }) => [id, []]));
  for (const { id, conversation_id, kind, at, position, sequence } of rows) {
    standing.get(conversation_id)?.push({ id, kind, at, position: Number(position), sequence: sequence === null ? undefined : BigInt(sequence) });
  }
  return new Map(news.map(({ id, contacts }) => [id, placeContacts(contacts, standing.get(id)!, ({ number }) => Number(positions[number]!.position))]));
}
