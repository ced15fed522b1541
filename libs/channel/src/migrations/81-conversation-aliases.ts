import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: other ids under which a conversation goes on.
 * Why: a messenger gives a group another id when it grows; for people it is the same conversation.
 */
export class ConversationAliases1763800000081 implements MigrationInterface {
  readonly name = 'ConversationAliases1763800000081';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.conversation_alias (
        account_id uuid not null,
        alias text not null,
        conversation_id text not null,
        primary key (account_id, alias)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.conversation_alias`);
  }
}
