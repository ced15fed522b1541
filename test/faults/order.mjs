import { fromBinary } from '@bufbuild/protobuf';
import { LeadEventKind, LeadEventSchema } from '@tributary/proto';

/**
 * The order in which the lead service took the contacts of each conversation: that of its own events in the log.
 * @param {import('./database.mjs').Database} database
 * @returns {Promise<Record<string, string[]>>} contact ids by conversation
 */
export async function takenOrder(database) {
  const conversations = new Map(
    (await database.query(`select id, conversation_id from lead.contact where channel = 'api'`)).map((row) => [row.id, row.conversation_id]),
  );
  const records = await database.query(`
    select r.value from log.record r join log.topic t on t.id = r.topic
     where t.name = 'leads.events.v1' and r.value is not null order by r.epoch, r.xid, r.pos`);
  /** @type {Record<string, string[]>} */
  const order = {};
  for (const { value } of records) {
    const event = fromBinary(LeadEventSchema, value);
    const conversation = conversations.get(event.contactId);
    if (conversation === undefined || !TAKEN.has(event.kind)) continue;
    (order[conversation] ??= []).push(event.contactId);
  }
  return order;
}

const TAKEN = new Set([LeadEventKind.OPENED, LeadEventKind.JOINED]);
