import type pg from 'pg';

interface Row {
  readonly id: string; readonly channel: string; readonly title: string; readonly sourceId: string; readonly replies: object[]; readonly notes: object[];
}

/** What was answered to a person and noted of them. Their own messages stand among the contacts. */
export async function conversationsOf(pool: pg.Pool, personId: string): Promise<object[]> {
  const { rows } = await pool.query<Row>(
    `select v.id, v.channel, v.title, v.source_id as "sourceId",
            (select coalesce(json_agg(json_build_object('id', r.id, 'contactId', r.contact_id, 'text', r.text, 'automatic', r.automatic, 'author', r.author_name, 'askedAt', r.asked_at,
                      'state', r.state, 'files', (select coalesce(json_agg(json_build_object('name', f ->> 'name', 'url', '/api/v1/replies/' || r.id || '/attachments/' || (f ->> 'sha256'))), '[]')
                        from jsonb_array_elements(r.attachments) f)) order by r.sequence), '[]')
               from lead.reply r where r.conversation_id = v.id and r.contact_id in (select id from lead.contact where person_id = $1)) as replies,
            (select coalesce(json_agg(json_build_object('text', i.text, 'author', i.author_name, 'at', i.at) order by i.at, i.position), '[]')
               from lead.conversation_item i where i.conversation_id = v.id and i.kind = 'note') as notes
       from lead.conversation v
      where v.id in (select i.conversation_id from lead.conversation_item i join lead.contact c on c.id = i.id where c.person_id = $1)
      order by v.id`,
    [personId],
  );
  return rows;
}
