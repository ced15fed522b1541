import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: work that a stored contact leaves for its account's pull session, such as a file that the provider keeps.
 * Why: a contact is stored and handed on at once, by whichever process its request reached; files come after it.
 */
export class FollowUps1763800000080 implements MigrationInterface {
  readonly name = 'FollowUps1763800000080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.follow_up (
        contact_id uuid not null,
        key text not null,
        account_id uuid not null,
        value text not null,
        tries integer not null default 0,
        due_at timestamptz not null default now(),
        primary key (contact_id, key)
      )`);
    await runner.query(`create index follow_up_due on intake.follow_up (account_id, due_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.follow_up`);
  }
}
