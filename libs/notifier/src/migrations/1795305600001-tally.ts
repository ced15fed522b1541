import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: how many entries and notices there are, in one row.
 * Why: counting a long feed is slow. Locked by whoever inserts, it also keeps `seq` in the order of commits.
 */
export class Tally1795305600001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifier.tally (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        entries bigint NOT NULL,
        notices bigint NOT NULL
      )`);
    await runner.query('INSERT INTO notifier.tally (entries, notices) VALUES (0, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notifier.tally');
  }
}
