import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: up to which place of a conversation each user has seen it; contacts in conversations by the order of taking.
 * Why: what was unread was the difference of two counts, and these know no order: what came late to an early place stayed unread for ever, or what
 * stands behind it counted as seen. `contacts` stays: how many had been taken when the user said so. Rows from before, and of the version before,
 * have no place: what had been taken by then is seen.
 */
export class SeenPlaces1795305800030 implements MigrationInterface {
  readonly name = 'SeenPlaces1795305800030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.conversation_view add column seen_at timestamptz, add column seen_position bigint`);
    await runner.query(`create index conversation_item_number on lead.conversation_item (conversation_id, number) where kind = 'contact' and event is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index lead.conversation_item_number`);
    await runner.query(`alter table lead.conversation_view drop column seen_at, drop column seen_position`);
  }
}
