import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: where alarms go: a mail address, a Telegram chat, a webhook.
 * Why: secrets stand apart, sealed; what last went wrong stands here, so that a target that fails is seen.
 */
export class AlarmTargets1795305600002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifier.alarm_target (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        name text NOT NULL,
        locale text NOT NULL,
        enabled boolean NOT NULL,
        settings jsonb NOT NULL,
        secrets bytea,
        key_id text,
        created_at timestamptz NOT NULL,
        last_sent_at timestamptz,
        last_error text,
        last_error_at timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notifier.alarm_target');
  }
}
