import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every change of an account's credential, consumer, traffic and health, for 90 days. */
export class StatusHistory1763800000027 implements MigrationInterface {
  readonly name = 'StatusHistory1763800000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.status_history (
        id bigint generated always as identity primary key,
        account_id uuid not null,
        at timestamptz not null,
        fact text not null,
        state text not null,
        was text,
        code text
      )`);
    await runner.query(`create index status_history_of_account on intake.status_history (account_id, at, id)`);
    await runner.query(`create index status_history_at on intake.status_history using brin (at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.status_history`);
  }
}
