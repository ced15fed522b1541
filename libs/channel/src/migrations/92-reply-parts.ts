import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: of how many messages of the provider a reply consists, once its first one is about to be sent; null while that is not known.
 * Why: who reads that one is unknown must learn which came before it, and which were never tried.
 */
export class ReplyParts1763800000092 implements MigrationInterface {
  readonly name = 'ReplyParts1763800000092';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table intake.reply add column parts integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table intake.reply drop column parts`);
  }
}
