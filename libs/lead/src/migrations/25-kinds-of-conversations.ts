import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: what sort of conversation each is (private, group, ...), and when the source last told what it is called.
 * Why: a group could not be told from a private chat, and was called by whoever wrote first. Those from before learn it with their next message.
 */
export class KindsOfConversations1795305800025 implements MigrationInterface {
  readonly name = 'KindsOfConversations1795305800025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.conversation add column kind text not null default '', add column titled_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.conversation drop column kind, drop column titled_at`);
  }
}
