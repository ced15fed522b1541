import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: contacts are found by when they were received.
 * Why: the audit of custody goes through them minute by minute. BRIN: rows come in the order of time, and intake, the
 * hottest path, pays next to nothing for it.
 */
export class ContactsByTime1763800000035 implements MigrationInterface {
  readonly name = 'ContactsByTime1763800000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index contact_received on intake.contact using brin (received_at) with (pages_per_range = 16, autosummarize = on)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index intake.contact_received`);
  }
}
