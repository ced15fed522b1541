import type { Transaction } from '@tributary/event-log';
import { ContactRaceError } from '../batch/write-contacts.js';

/**
 * Erases what people said to somebody and of them: the conversations in which nobody else wrote, with all that is in them. Where others wrote
 * as well (a group), their contacts and what was answered to them stay; notes go, as nobody knows of whom they tell.
 * The channel's service erases its copies, files included, with the contacts. To be called while the contacts are there.
 */
export async function eraseConversations(tx: Transaction, personIds: readonly string[], contactIds: readonly string[]): Promise<void> {
  const touched = await lockTouched(tx, personIds, contactIds);
  if (touched.length === 0) return;
  const whole = touched.filter(({ rest }) => rest === null).map(({ id }) => id);
  for (const table of ['reply', 'conversation_item', 'participant', 'conversation_view', 'automatic_answer', 'on_it']) {
    await tx.query(`delete from lead.${table} where conversation_id = any($1::uuid[])`, [whole]);
  }
  await tx.query('delete from lead.conversation where id = any($1::uuid[])', [whole]);
  const shared = touched.flatMap(({ id, rest }) => (rest === null ? [] : [{ id, rest }]));
  if (shared.length === 0) return;
  const ids = shared.map(({ id }) => id);
  await tx.query(
    `with gone as (
       delete from lead.reply r where r.conversation_id = any($3::uuid[])
          and (r.contact_id = any($2::uuid[]) or r.contact_id in (select id from lead.contact where person_id = any($1::uuid[]))) returning r.id)
     delete from lead.conversation_item i
      where i.conversation_id = any($3::uuid[])
        and (i.kind = 'note' or i.id in (select id from gone) or i.id = any($2::uuid[]) or i.id in (select id from lead.contact where person_id = any($1::uuid[])))`,
    [personIds, contactIds, ids],
  );
  await tx.query(
    `update lead.conversation v set title = '', last_kind = 'contact', last_text = '',
            reply_to = case when exists (select from lead.contact c where c.id = v.reply_to and c.id <> all($2::uuid[]) and (c.person_id is null or c.person_id <> all($1::uuid[])))
                            then v.reply_to else n.rest end
       from jsonb_to_recordset($3::jsonb) as n (id uuid, rest uuid) where v.id = n.id`,
    [personIds, contactIds, JSON.stringify(shared)],
  );
}

interface Touched {
  readonly id: string;
  /** The newest contact of somebody else; null when nobody else wrote. */
  readonly rest: string | null;
}

/** Conversations that hold something of theirs. */
const TOUCHED = `
  with theirs as (select id from lead.contact where id = any($2::uuid[]) or person_id = any($1::uuid[]) union select unnest($2::uuid[]))
  select v.id from lead.conversation v
   where v.id in (select i.conversation_id from lead.conversation_item i where i.id in (select id from theirs)
                  union select r.conversation_id from lead.reply r where r.contact_id in (select id from theirs))
   order by v.id`;

/** Locks them, after persons, leads and contacts: who changes one, or what stands in it, waits. */
async function lockTouched(tx: Transaction, personIds: readonly string[], contactIds: readonly string[]): Promise<Touched[]> {
  return readTouched(tx, personIds, contactIds, `${TOUCHED} for update`);
}

async function readTouched(tx: Transaction, personIds: readonly string[], contactIds: readonly string[], conversations: string): Promise<Touched[]> {
  const { rows } = await tx.query<{ id: string }>(conversations, [personIds, contactIds]);
  const { rows: touched } = await tx.query<Touched>(
    `select t.id, (select i.id from lead.conversation_item i join lead.contact c on c.id = i.id
                    where i.conversation_id = t.id and i.kind = 'contact' and i.event is null
                      and c.id <> all($2::uuid[]) and (c.person_id is null or c.person_id <> all($1::uuid[]))
                    order by i.at desc, i.position desc limit 1) as rest
       from unnest($3::uuid[]) as t (id) order by t.id`,
    [personIds, contactIds, rows.map(({ id }) => id)],
  );
  return touched;
}

/**
 * Locks contacts, then conversations, as a batch does.
 * @returns theirs with those of the conversations that go as a whole: what the company's people wrote at the provider is nobody's, and tells of them
 * @throws ContactRaceError  a batch brought something into one meanwhile: to be tried again
 */
export async function lockContacts(tx: Transaction, personIds: readonly string[], contactIds: readonly string[]): Promise<string[]> {
  const ids = new Set([...contactIds, ...(await contactsOfWhole(tx, await readTouched(tx, personIds, contactIds, TOUCHED)))]);
  await tx.query('select from lead.contact where id = any($1::uuid[]) order by id for update', [[...ids]]);
  const whole = await contactsOfWhole(tx, await lockTouched(tx, personIds, contactIds));
  if (whole.some((id) => !ids.has(id))) throw new ContactRaceError('something came into a conversation that is being erased');
  return [...ids];
}

async function contactsOfWhole(tx: Transaction, touched: readonly Touched[]): Promise<string[]> {
  const whole = touched.filter(({ rest }) => rest === null).map(({ id }) => id);
  const { rows } = await tx.query<{ id: string }>(`select id from lead.conversation_item where conversation_id = any($1::uuid[]) and kind = 'contact'`, [whole]);
  return rows.map(({ id }) => id);
}
