import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Configured instances of channels; settings in clear and secrets apart, sealed with the installation's key. */
export class Accounts1763800000001 implements MigrationInterface {
  readonly name = 'Accounts1763800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.account (
        id uuid primary key,
        channel text not null,
        name text not null,
        line text not null,
        default_region text not null,
        settings json not null,
        secrets bytea,
        key_id text,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        check ((secrets is null) = (key_id is null))
      )`);
    await runner.query(`create index account_newest on intake.account (created_at, id) where deleted_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.account`);
  }
}
