import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: contacts are found by when their record was appended to the log.
 * Why: the audit of custody compares such a window with the log itself. BRIN, as rows come nearly in that order.
 */
export class ContactsByPublication1795305600002 implements MigrationInterface {
  readonly name = 'ContactsByPublication1795305600002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index contact_published on lead.contact using brin (published_at) with (pages_per_range = 16, autosummarize = on)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index lead.contact_published`);
  }
}
