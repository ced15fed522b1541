import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who works and for which line: managers, queues, lines. A fresh installation has line and queue `main`, so that the first contact already has a place. */
export class Configuration1763800000001 implements MigrationInterface {
  readonly name = 'Configuration1763800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lead.manager (
        id uuid primary key,
        name text not null,
        email text not null,
        user_id text,
        active boolean not null default true,
        created_at timestamptz not null default now()
      )`);
    await runner.query(`create unique index manager_email on lead.manager (lower(email)) where active`);
    await runner.query(`create unique index manager_user on lead.manager (user_id) where active`);
    await runner.query(`
      create table lead.queue (
        id text primary key,
        name text not null,
        strategy text not null,
        cursor integer,
        created_at timestamptz not null default now()
      )`);
    // The rotation: the queue's cursor is the position of the member who was served last, written under its row lock.
    await runner.query(`
      create table lead.queue_member (
        queue_id text not null references lead.queue (id),
        manager_id uuid not null references lead.manager (id),
        position integer not null,
        primary key (queue_id, manager_id),
        unique (queue_id, position)
      )`);
    await runner.query(`
      create table lead.line (
        id text primary key,
        name text not null,
        time_zone text not null default 'Europe/Moscow',
        queue_id text not null references lead.queue (id),
        repeat_leads boolean not null default true,
        created_at timestamptz not null default now()
      )`);
    await runner.query(`insert into lead.queue (id, name, strategy) values ('main', 'Main', 'even')`);
    await runner.query(`insert into lead.line (id, name, queue_id) values ('main', 'Main', 'main')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table lead.line, lead.queue_member, lead.queue, lead.manager`);
  }
}
