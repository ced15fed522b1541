import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: a tombstone knows the account and the time of receipt of the contact that it stands for.
 * Why: the tally counted it, so the audit of custody must not miss it.
 */
export class ErasedContacts1763800000070 implements MigrationInterface {
  readonly name = 'ErasedContacts1763800000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table intake.tombstone add column account_id uuid, add column received_at timestamptz`);
    await runner.query(`create index tombstone_received on intake.tombstone (received_at) where received_at is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table intake.tombstone drop column received_at, drop column account_id`);
  }
}
