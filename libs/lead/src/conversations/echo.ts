/** SQL: the item `i`, our own message that the provider tells us of, is a reply that went out from here: sending it gave the same id. */
export const IS_ECHO = `exists (select from lead.reply r where r.conversation_id = i.conversation_id and i.provider_id = any(r.provider_ids))`;
