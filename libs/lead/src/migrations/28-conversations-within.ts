import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: conversations are found by how their id at the source begins.
 * Why: who is put out of a group is out of its topics, which are conversations of their own.
 */
export class ConversationsWithin1795305800028 implements MigrationInterface {
  readonly name = 'ConversationsWithin1795305800028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index conversation_source on lead.conversation (account_id, source_id text_pattern_ops)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index lead.conversation_source`);
  }
}
