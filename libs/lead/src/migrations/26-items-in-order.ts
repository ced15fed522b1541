import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: the order in which contacts, and what is in a conversation, were taken; indexes of conversations in it.
 * Why: most sources tell whole seconds, and what is of one second stood in the order of random ids. What was there before has 0: it stands by time
 * and id as it did. Contacts need no index for it: those by time of receipt read them, and only what came in the same millisecond is sorted.
 */
export class ItemsInOrder1795305800026 implements MigrationInterface {
  readonly name = 'ItemsInOrder1795305800026';

  async up(runner: QueryRunner): Promise<void> {
    // With room between two: what the source counts before another may come after it.
    await runner.query(`create sequence lead.item_position increment by 65536`);
    // The version before writes none and gets the next one all the same.
    await runner.query(`alter table lead.conversation_item add column position bigint not null default 0, add column sequence bigint`);
    await runner.query(`alter table lead.conversation_item alter column position set default nextval('lead.item_position')`);
    await runner.query(`create index conversation_item_order on lead.conversation_item (conversation_id, at, position, id)`);
    await runner.query(`drop index lead.conversation_item_newest`);
    await runner.query(`alter table lead.conversation add column last_position bigint not null default 0`);
    await runner.query(`create index conversation_order on lead.conversation (last_at, last_position, id)`);
    await runner.query(`create index conversation_channel_order on lead.conversation (channel, last_at, last_position, id)`);
    await runner.query(`drop index lead.conversation_newest, lead.conversation_channel`);
    await runner.query(`alter table lead.contact add column position bigint not null default 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.contact drop column position`);
    await runner.query(`create index conversation_newest on lead.conversation (last_at, id)`);
    await runner.query(`create index conversation_channel on lead.conversation (channel, last_at, id)`);
    await runner.query(`alter table lead.conversation drop column last_position`);
    await runner.query(`create index conversation_item_newest on lead.conversation_item (conversation_id, at, id)`);
    await runner.query(`alter table lead.conversation_item drop column position, drop column sequence`);
    await runner.query(`drop sequence lead.item_position`);
  }
}
