import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is to be told to a target, and how that went: written with the alarm, sent afterwards, tried until it is taken. */
export class AlarmDeliveries1795305600004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifier.alarm_delivery (
        id uuid PRIMARY KEY,
        alarm_id uuid NOT NULL REFERENCES notifier.alarm ON DELETE CASCADE,
        target_id uuid NOT NULL REFERENCES notifier.alarm_target ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('opened', 'repeated', 'resolved')),
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'given-up', 'not-through-itself')),
        tries int NOT NULL DEFAULT 0,
        next_try_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        last_error text
      )`);
    await runner.query(`CREATE INDEX alarm_delivery_waiting ON notifier.alarm_delivery (next_try_at) WHERE state = 'waiting'`);
    await runner.query('CREATE INDEX alarm_delivery_of_alarm ON notifier.alarm_delivery (alarm_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notifier.alarm_delivery');
  }
}
