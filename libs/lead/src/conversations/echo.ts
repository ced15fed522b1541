/**
 * SQL: the item `i`, our own message that the provider tells us of, is a reply that went out from here: its external id ends with what the
 * provider calls the reply.
 */
export const IS_ECHO = `exists (
          select from lead.contact c join lead.reply r on r.conversation_id = i.conversation_id cross join unnest(r.provider_ids) as p (id)
           where c.id = i.id and p.id <> '' and right(c.external_id, length(p.id)) = p.id
             and (length(c.external_id) = length(p.id) or substr(c.external_id, length(c.external_id) - length(p.id), 1) !~ '[0-9A-Za-z]'))`;
