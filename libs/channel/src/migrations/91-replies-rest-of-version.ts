import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: the account's version with which a reply came to wait.
 * Why: it keeps its own time for the next try, and only other settings (or another owner) let it go before; without that one reply that
 * always fails was tried again after each success of the account's others.
 */
export class RepliesRestOfVersion1763800000091 implements MigrationInterface {
  readonly name = 'RepliesRestOfVersion1763800000091';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table intake.reply add column rests_version integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table intake.reply drop column rests_version`);
  }
}
