// The one-time link by which the first administrator is made. Only the newest one is kept.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSetupLinks1764000000004 implements MigrationInterface {
  readonly name = 'CreateSetupLinks1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table console.setup_link (
        hash       bytea primary key,
        expires_at timestamptz not null,
        used_at    timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table console.setup_link');
  }
}
