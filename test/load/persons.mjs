/**
 * SQL that makes people known before the bench begins, with phones and mails as {@link ./contacts.mjs} writes them.
 * @param {number} persons
 */
export function personsSql(persons) {
  return `
    with person as (
      insert into lead.person (id, name, created_at)
      select uuidv7(), 'Иван Петров ' || n, now() - interval '30 days' from generate_series(0, ${persons - 1}) as n
      returning id, name
    ), numbered as (
      select id, substring(name from '[0-9]+$')::int as n from person
    )
    insert into lead.identity (type, value, person_id, raw, verified)
    select 'phone', '+7916' || lpad(n::text, 7, '0'), id, '8916' || lpad(n::text, 7, '0'), false from numbered
    union all
    select 'email', 'client' || n || '@mail.example', id, 'client' || n || '@mail.example', false from numbered`;
}
