// Browser sessions. The cookie's value is never stored, only its SHA-256: a copy of this table lets nobody in.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSessions1764000000002 implements MigrationInterface {
  readonly name = 'CreateSessions1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table console.session (
        hash         bytea primary key,
        user_id      uuid not null references console.app_user (id) on delete cascade,
        created_at   timestamptz not null default now(),
        expires_at   timestamptz not null,
        last_seen_at timestamptz not null default now(),
        user_agent   text not null
      )`);
    await runner.query('create index session_user_id on console.session (user_id)');
    await runner.query('create index session_expires_at on console.session (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table console.session');
  }
}
