import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: one row that tells under which secret key this installation began.
 * Why: a process with another key is of no use to the others, which refuse each other's requests without saying why.
 */
export class Installation1795305600008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE log.installation (
        only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        key_id text NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE log.installation');
  }
}
