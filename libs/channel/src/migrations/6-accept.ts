import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One group of submissions in one call: new contacts with their parts and log records, exact repeats told apart.
 * A submission that holds a known contact with another part is left whole to a transaction of its own ("fold").
 *
 * Each row is looked up by its key (lateral, limit 1) and nothing is joined: a plan that was made while the tables were
 * small outlives that moment, and a join would then go through the whole index for every group.
 * The log's records keep the order of the arrays; contacts are inserted in the order of ids, so that two groups that
 * meet wait for each other and never both.
 */
export class Accept1763800000006 implements MigrationInterface {
  readonly name = 'Accept1763800000006';

  async up(runner: QueryRunner): Promise<void> {
    // CloudEvents attributes of a contact's record.
    await runner.query(`
      create function intake.event_headers(p_id uuid, p_revision integer, p_account uuid, p_received timestamptz)
      returns jsonb language sql stable as $$
        select jsonb_build_object(
          'id', p_id || '/' || p_revision, 'type', 'tributary.inbound.v1.contact', 'source', '/accounts/' || p_account,
          'time', to_char(p_received at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'subject', p_id)
      $$`);
    await runner.query(`
      create function intake.accept(
        p_sub integer[], p_id uuid[], p_account uuid[], p_external text[], p_received timestamptz[], p_window_ms integer[],
        p_sha bytea[], p_media text[], p_body bytea[], p_topic text[], p_key text[], p_value bytea[])
      returns table (n integer, outcome text)
      language plpgsql
      set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
      as $$
      declare
        v_fold integer[];
        v_repeat integer[];
        v_new integer[];
        v_inserted integer;
      begin
        select coalesce(array_agg(distinct k.sub) filter (where not k.exact), '{}'), coalesce(array_agg(k.n) filter (where k.exact), '{}')
          into v_fold, v_repeat
          from (select i.n::integer as n, i.sub,
                       t.contact_id is null
                       and (i.window_ms = 0 or (c.repeat_n is null and i.received <= c.received_at + i.window_ms * interval '1 millisecond'))
                       and (select true from intake.part p where p.contact_id = i.id and p.sha256 = i.sha limit 1) is true as exact
                  from unnest(p_sub, p_id, p_received, p_window_ms, p_sha) with ordinality as i (sub, id, received, window_ms, sha, n)
                  left join lateral (select * from intake.contact where contact.id = i.id limit 1) c on true
                  left join lateral (select * from intake.tombstone where tombstone.contact_id = i.id limit 1) t on true
                 where c.id is not null or t.contact_id is not null) k;
        v_new := array(select i.n::integer from unnest(p_sub) with ordinality as i (sub, n)
                        where i.sub <> all (v_fold) and i.n <> all (v_repeat) order by i.n);

        if cardinality(v_new) > 0 then
          insert into intake.contact (id, account_id, external_id, revision, state, received_at)
          select p_id[v], p_account[v], p_external[v], 1, p_value[v], p_received[v] from unnest(v_new) as v order by p_id[v]
          on conflict do nothing;
          get diagnostics v_inserted = row_count;
          if v_inserted <> cardinality(v_new) then
            raise exception using errcode = 'serialization_failure', message = 'another writer stored one of these contacts just now';
          end if;
          insert into intake.part (contact_id, sha256, received_at, media_type, body)
          select p_id[v], p_sha[v], p_received[v], p_media[v], p_body[v] from unnest(v_new) as v;
          perform log.append(
                    array_agg(p_topic[v] order by v), array_agg(p_key[v] order by v),
                    array_agg(intake.event_headers(p_id[v], 1, p_account[v], p_received[v]) order by v), array_agg(p_value[v] order by v))
             from unnest(v_new) as v;
        end if;

        perform intake.count_in(g.minute, g.account, g.accepted, g.repeats, 0, 0, g.last)
           from (select date_trunc('minute', p_received[v.n]) as minute, p_account[v.n] as account,
                        count(*) filter (where v.new) as accepted, count(*) filter (where not v.new) as repeats, max(p_received[v.n]) as last
                   from (select unnest(v_new) as n, true as new
                         union all
                         select r.n, false from unnest(v_repeat) as r (n) where p_sub[r.n] <> all (v_fold)) as v
                  group by 1, 2 order by 1, 2) as g;

        return query
          select r.n, 'repeat' from unnest(v_repeat) as r (n) where p_sub[r.n] <> all (v_fold)
          union all
          select f.sub, 'fold' from unnest(v_fold) as f (sub);
      end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function intake.accept, intake.event_headers`);
  }
}
