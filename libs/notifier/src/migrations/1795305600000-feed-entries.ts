import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: the feed, one entry an event of a lead, and the part of it that was a notice to a person.
 * Why: `seq` is what a browser resumes from, so it must grow in the order of commits: whoever inserts locks the tally
 * first. The unique event id makes a repeated event one entry.
 */
export class FeedEntries1795305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifier.feed_entry (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL UNIQUE,
        lead_id text NOT NULL,
        manager_id text,
        kind text NOT NULL,
        contact_id text,
        contact_revision int NOT NULL,
        notifies boolean NOT NULL,
        at timestamptz NOT NULL,
        payload jsonb NOT NULL
      )`);
    await runner.query('CREATE INDEX feed_entry_at ON notifier.feed_entry (at)');
    await runner.query(`
      CREATE INDEX feed_entry_notice_of_contact ON notifier.feed_entry (contact_id) WHERE notifies AND contact_id IS NOT NULL`);
    await runner.query(`
      CREATE VIEW notifier.notice AS
      SELECT seq, id, lead_id, manager_id, kind, contact_id, contact_revision, at, payload
      FROM notifier.feed_entry WHERE notifies`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW notifier.notice');
    await runner.query('DROP TABLE notifier.feed_entry');
  }
}
