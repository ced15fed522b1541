import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Processes that run pull accounts. A lease lives as long as its owner's row does, so a process keeps thousands of them
 * by writing one row; `lease.until` is no longer read.
 */
export class Instances1763800000008 implements MigrationInterface {
  readonly name = 'Instances1763800000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.instance (
        id text primary key,
        channels text[] not null,
        until timestamptz not null
      )`);
    // An epoch is never used twice, also when a lease's row went and came again.
    await runner.query(`create sequence intake.lease_epoch`);
    await runner.query(`alter table intake.lease alter column until drop not null`);
    await runner.query(`create index lease_owner on intake.lease (owner)`);
    await runner.query(`create index account_channel on intake.account (channel) where deleted_at is null`);
    // How many accounts of each of its channels an instance is due: even shares of whole numbers that add up, the odd
    // ones going to the instances that come first in an order of the channel's own.
    await runner.query(`
      create function intake.seats(p_instance text, p_channels text[])
      returns table (channel text, seats integer) language sql stable as $$
        select c.name, coalesce(a.n / nullif(i.n, 0) + case when i.rank <= a.n % i.n then 1 else 0 end, 0)
          from unnest(p_channels) as c (name)
         cross join lateral (select count(*)::integer as n from intake.account where account.channel = c.name and deleted_at is null) as a
         cross join lateral (
           select count(*)::integer as n, count(*) filter (where md5(id || c.name) <= md5(p_instance || c.name))::integer as rank
             from intake.instance where until > now() and c.name = any (channels)) as i
      $$`);
    // Takes the free accounts that are due to an instance, and tells all that it holds then. A free account's lease has an
    // owner that doesn't live; what somebody else is just taking, or storing under, is left for the next time.
    // No nested loops: a plan that was made while the tables were small outlives that moment.
    await runner.query(`
      create function intake.take_share(p_instance text, p_channels text[])
      returns table (account_id uuid, channel text, epoch bigint, version integer, surplus boolean)
      language plpgsql set enable_nestloop = off
      as $$
      #variable_conflict use_column
      declare
        v_live text[] := array(select id from intake.instance where until > now());
        v_wanted uuid[];
      begin
        -- In an order of our own, so that instances which look at once seldom want the same.
        v_wanted := array(
          with s as materialized (select * from intake.seats(p_instance, p_channels))
          select f.id
            from (select a.id, a.channel, row_number() over (partition by a.channel order by md5(a.id || p_instance)) as n
                    from intake.account a left join intake.lease l on l.account_id = a.id and l.owner = any (v_live)
                   where a.deleted_at is null and a.channel = any (p_channels) and l.account_id is null) as f
            join s on s.channel = f.channel
            left join (select a.channel, count(*) as n from intake.lease l join intake.account a on a.id = l.account_id and a.deleted_at is null
                        where l.owner = p_instance group by a.channel) as h on h.channel = f.channel
           where f.n <= s.seats - coalesce(h.n, 0));
        if cardinality(v_wanted) > 0 then
          update intake.lease l set owner = p_instance, epoch = nextval('intake.lease_epoch')
            from (select account_id from intake.lease where account_id = any (v_wanted) and owner <> all (v_live)
                   order by account_id for update skip locked) as free
           where l.account_id = free.account_id;
          insert into intake.lease (account_id, owner, epoch)
          select w.id, p_instance, nextval('intake.lease_epoch') from unnest(v_wanted) as w (id)
           where w.id not in (select account_id from intake.lease) order by w.id
          on conflict do nothing;
        end if;
        return query
          with s as materialized (select * from intake.seats(p_instance, p_channels))
          select h.account_id, h.channel, h.epoch, h.version, h.n > s.seats
            from (select l.account_id, a.channel, l.epoch, a.version, row_number() over (partition by a.channel order by l.epoch) as n
                    from intake.lease l join intake.account a on a.id = l.account_id and a.deleted_at is null
                   where l.owner = p_instance) as h
            join s on s.channel = h.channel;
      end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function intake.take_share, intake.seats`);
    await runner.query(`drop index intake.account_channel, intake.lease_owner`);
    await runner.query(`drop sequence intake.lease_epoch`);
    await runner.query(`update intake.lease set until = now() where until is null`);
    await runner.query(`alter table intake.lease alter column until set not null`);
    await runner.query(`drop table intake.instance`);
  }
}
