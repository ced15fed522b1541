import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: by which contact the customer wrote who is told that somebody is on it.
 * Why: in a group it was sent as an answer to whoever wrote last there. What waits from before, or by the version before, goes to the latest as it did.
 */
export class OnItContact1795305800029 implements MigrationInterface {
  readonly name = 'OnItContact1795305800029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.on_it add column contact_id uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.on_it drop column contact_id`);
  }
}
