// Tokens of programs, by their SHA-256. At most one live token follows the setting TRIBUTARY_API_TOKEN.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateApiTokens1764000000003 implements MigrationInterface {
  readonly name = 'CreateApiTokens1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table console.api_token (
        id           uuid primary key,
        name         text not null,
        role         text not null check (role in ('admin', 'operator', 'manager')),
        manager_id   text,
        hash         bytea not null unique,
        source       text not null check (source in ('api', 'settings')),
        created_at   timestamptz not null default now(),
        created_by   text,
        last_used_at timestamptz,
        revoked_at   timestamptz
      )`);
    await runner.query(`
      create unique index api_token_of_settings on console.api_token (source)
      where source = 'settings' and revoked_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table console.api_token');
  }
}
