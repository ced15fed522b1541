import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: by which id of the provider a message of our own is known that the provider told us of.
 * Why: it is shown once, as the reply that it is; the contact's own id need not hold the id that sending gave. Those from before stand beside their reply.
 */
export class OwnMessages1795305800024 implements MigrationInterface {
  readonly name = 'OwnMessages1795305800024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.conversation_item add column provider_id text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.conversation_item drop column provider_id`);
  }
}
