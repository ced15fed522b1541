import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: contacts that each half-hour brought, by account; only those that brought any.
 * Why: the tally keeps its minutes for 3 days, while an account's own week is learned from many, and a thousand beat
 * strips must be one quick question.
 */
export class HalfHours1763800000025 implements MigrationInterface {
  readonly name = 'HalfHours1763800000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.half_hour (
        account_id uuid not null,
        start timestamptz not null,
        accepted bigint not null,
        quarantined bigint not null,
        last_contact_at timestamptz,
        primary key (account_id, start)
      ) with (fillfactor = 80)`);
    await runner.query(`create index half_hour_start on intake.half_hour using brin (start)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.half_hour`);
  }
}
