import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many contacts each minute brought, counted in the transaction that stored them: one side of the proof that none
 * was lost. Sharded by session, so that two groups of one account don't wait for each other's commit.
 */
export class Tally1763800000005 implements MigrationInterface {
  readonly name = 'Tally1763800000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.tally (
        minute timestamptz not null,
        account_id uuid not null,
        shard smallint not null,
        accepted bigint not null default 0,
        repeats bigint not null default 0,
        revisions bigint not null default 0,
        quarantined bigint not null default 0,
        last_contact_at timestamptz,
        primary key (minute, account_id, shard)
      ) with (fillfactor = 50)`);
    await runner.query(`
      create function intake.count_in(p_minute timestamptz, p_account uuid, p_accepted bigint, p_repeats bigint, p_revisions bigint, p_quarantined bigint, p_last timestamptz)
      returns void language sql as $$
        insert into intake.tally as t (minute, account_id, shard, accepted, repeats, revisions, quarantined, last_contact_at)
        values (date_trunc('minute', p_minute), p_account, pg_backend_pid() % 16, p_accepted, p_repeats, p_revisions, p_quarantined, p_last)
        on conflict (minute, account_id, shard) do update
           set accepted = t.accepted + excluded.accepted, repeats = t.repeats + excluded.repeats,
               revisions = t.revisions + excluded.revisions, quarantined = t.quarantined + excluded.quarantined,
               last_contact_at = greatest(t.last_contact_at, excluded.last_contact_at)
      $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function intake.count_in`);
    await runner.query(`drop table intake.tally`);
  }
}
