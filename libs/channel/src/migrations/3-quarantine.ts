import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What could not be understood, byte for byte, until it is replayed or put away. */
export class Quarantine1763800000003 implements MigrationInterface {
  readonly name = 'Quarantine1763800000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.quarantine (
        id uuid primary key,
        account_id uuid not null,
        received_at timestamptz not null,
        stage text not null,
        failure_class text not null,
        code text not null,
        detail text not null,
        media_type text not null,
        request json not null,
        sha256 bytea not null,
        size_bytes integer not null,
        raw bytea,
        seen integer not null default 1,
        last_seen_at timestamptz not null,
        status text not null default 'open' check (status in ('open', 'replayed', 'dismissed')),
        contact_ids uuid[] not null default '{}',
        settled_at timestamptz
      )`);
    await runner.query(`create index quarantine_newest on intake.quarantine (received_at, id)`);
    await runner.query(`create index quarantine_open on intake.quarantine (account_id, received_at) where status = 'open'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.quarantine`);
  }
}
