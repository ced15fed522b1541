import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What: ways to a manager's own notices, newest first. Why: the console shows them at each visit, and the feed is long. */
export class NoticesByManager1795305600007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX feed_entry_of_manager ON notifier.feed_entry (manager_id, seq) WHERE notifies AND manager_id IS NOT NULL');
    await runner.query(`CREATE INDEX feed_entry_told ON notifier.feed_entry USING gin ((payload -> 'told')) WHERE payload ? 'told'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX notifier.feed_entry_told');
    await runner.query('DROP INDEX notifier.feed_entry_of_manager');
  }
}
