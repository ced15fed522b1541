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
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function intake.seats`);
    await runner.query(`drop index intake.account_channel, intake.lease_owner`);
    await runner.query(`drop sequence intake.lease_epoch`);
    await runner.query(`update intake.lease set until = now() where until is null`);
    await runner.query(`alter table intake.lease alter column until set not null`);
    await runner.query(`drop table intake.instance`);
  }
}
