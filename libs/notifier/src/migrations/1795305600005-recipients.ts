import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: how each manager wants to be told of leads, and by whose mail server and bot.
 * Why: secrets stand apart, sealed; a manager without a row is told by the console alone.
 */
export class Recipients1795305600005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifier.recipient (
        manager_id text PRIMARY KEY,
        settings jsonb NOT NULL,
        secrets bytea,
        key_id text,
        updated_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE notifier.notice_sender (
        kind text PRIMARY KEY,
        settings jsonb NOT NULL,
        secrets bytea,
        key_id text,
        updated_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notifier.notice_sender');
    await runner.query('DROP TABLE notifier.recipient');
  }
}
