// People who sign in. The address is kept as typed and is unique whatever its case, because that is how people type it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsers1764000000001 implements MigrationInterface {
  readonly name = 'CreateUsers1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table console.app_user (
        id            uuid primary key,
        email         text not null,
        name          text not null,
        role          text not null check (role in ('admin', 'operator', 'manager')),
        manager_id    text,
        password_hash text not null,
        created_at    timestamptz not null default now(),
        disabled_at   timestamptz
      )`);
    await runner.query('create unique index app_user_email_key on console.app_user (lower(email))');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table console.app_user');
  }
}
