import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: how much was said in a conversation while it was listened to: the customer's messages, and our own that the provider told us of.
 * Why: what merely happened (the bot was let in again), a robot, or what was read in from the past makes a conversation as well; whoever writes
 * in it first is greeted all the same. Conversations from before count as begun.
 */
export class Said1795305800022 implements MigrationInterface {
  readonly name = 'Said1795305800022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.conversation add column said integer not null default 1`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.conversation drop column said`);
  }
}
