import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How each pull account fares, as its owner saw it last. Written under the lease's epoch only. */
export class Connectors1763800000009 implements MigrationInterface {
  readonly name = 'Connectors1763800000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.connector (
        account_id uuid primary key,
        epoch bigint not null,
        state text not null check (state in ('running', 'waiting', 'faulty')),
        since timestamptz not null,
        last_cycle_at timestamptz,
        credential text not null check (credential in ('valid', 'invalid', 'unknown')),
        credential_at timestamptz,
        failed_at timestamptz,
        failure_class text,
        failure_code text,
        failure_detail json,
        failure_field text,
        next_try_at timestamptz
      ) with (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.connector`);
  }
}
