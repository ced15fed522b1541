import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: alarms, one for each cause that is not over (account, fact, code).
 * Why: the partial unique index is what "one alarm per cause" means. `opens_at`: a cause that ends before is told to nobody.
 */
export class Alarms1795305600003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifier.alarm (
        id uuid PRIMARY KEY,
        account_id text NOT NULL,
        account_name text NOT NULL,
        channel text NOT NULL,
        fact text NOT NULL,
        code text NOT NULL,
        detail_en text NOT NULL,
        detail_ru text NOT NULL,
        field text NOT NULL,
        state text NOT NULL CHECK (state IN ('pending', 'open', 'resolved')),
        since timestamptz NOT NULL,
        opens_at timestamptz NOT NULL,
        told_at timestamptz,
        resolved_at timestamptz
      )`);
    await runner.query(`CREATE UNIQUE INDEX alarm_of_cause ON notifier.alarm (account_id, fact, code) WHERE state <> 'resolved'`);
    await runner.query('CREATE INDEX alarm_newest ON notifier.alarm (since, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notifier.alarm');
  }
}
