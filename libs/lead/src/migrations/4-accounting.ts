import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Proof that nothing was lost: what could not be stored, with its bytes, and how many contacts of each minute ended how. */
export class Accounting1763800000004 implements MigrationInterface {
  readonly name = 'Accounting1763800000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lead.quarantine (
        topic text not null,
        log_offset text not null,
        contact_id text,
        revision integer,
        account_id text not null,
        minute timestamptz not null,
        stage text not null,
        reason text not null,
        record bytea not null,
        created_at timestamptz not null default now(),
        counted boolean not null,
        resolved_at timestamptz,
        primary key (topic, log_offset)
      )`);
    await runner.query(`create index quarantine_contact on lead.quarantine (contact_id) where resolved_at is null`);
    await runner.query(`
      create table lead.tally (
        minute timestamptz not null,
        account_id text not null,
        leads_opened integer not null default 0,
        joined integer not null default 0,
        not_leads integer not null default 0,
        quarantined integer not null default 0,
        primary key (minute, account_id)
      ) with (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table lead.tally, lead.quarantine`);
  }
}
