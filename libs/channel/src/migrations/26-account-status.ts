import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: each account's three facts as they were last seen, since when they are so, and what there is to do.
 * Why: a transition can only be told by whoever remembers what was before.
 */
export class AccountStatus1763800000026 implements MigrationInterface {
  readonly name = 'AccountStatus1763800000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.account_status (
        account_id uuid primary key,
        credential text not null,
        credential_since timestamptz not null,
        consumer text not null,
        consumer_since timestamptz not null,
        traffic text not null,
        traffic_since timestamptz not null,
        health text not null,
        health_since timestamptz not null,
        causes json not null,
        expected_per_hour float8,
        confidence float8,
        detects_within_minutes int
      ) with (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.account_status`);
  }
}
