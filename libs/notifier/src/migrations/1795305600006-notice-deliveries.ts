import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: what is to be told to a manager by a way, and how that went. Written with the entry of the feed, sent afterwards.
 * Why: the id is a function of event, manager and way, so there is one whatever is replayed. `message_id` says with which message it
 * goes: its own id, or that of a digest; it stays while nobody knows whether the message arrived. `older`: a digest only counts it.
 */
export class NoticeDeliveries1795305600006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifier.notice_delivery (
        id uuid PRIMARY KEY,
        event_id uuid NOT NULL REFERENCES notifier.feed_entry (id) ON DELETE CASCADE,
        manager_id text NOT NULL,
        way text NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'given-up', 'way-removed')),
        message_id uuid,
        older boolean NOT NULL DEFAULT false,
        tries int NOT NULL DEFAULT 0,
        next_try_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz,
        last_error text
      )`);
    await runner.query(`CREATE INDEX notice_delivery_due ON notifier.notice_delivery (next_try_at) WHERE state = 'waiting'`);
    await runner.query(`CREATE INDEX notice_delivery_waiting ON notifier.notice_delivery (manager_id) WHERE state = 'waiting'`);
    await runner.query(`CREATE INDEX notice_delivery_under_way ON notifier.notice_delivery (message_id) WHERE state = 'waiting' AND message_id IS NOT NULL`);
    await runner.query('CREATE INDEX notice_delivery_of_manager ON notifier.notice_delivery (manager_id, created_at, id)');
    await runner.query('CREATE INDEX notice_delivery_of_event ON notifier.notice_delivery (event_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notifier.notice_delivery');
  }
}
