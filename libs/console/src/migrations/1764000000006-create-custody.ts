// Audits of custody: which stretches of time were compared, and what did not add up. A finding is named once, however
// often it is found again, and ends when an audit of its minute no longer finds it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCustody1764000000006 implements MigrationInterface {
  readonly name = 'CreateCustody1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table console.custody_audit (
        id         uuid primary key,
        scheduled  boolean not null,
        from_at    timestamptz not null,
        to_at      timestamptz not null,
        deep       boolean not null,
        state      text not null check (state in ('running', 'done', 'failed')),
        started_at timestamptz not null default clock_timestamp(),
        touched_at timestamptz not null default clock_timestamp(),
        ended_at   timestamptz,
        contacts   bigint not null default 0,
        records    bigint not null default 0,
        failure    text
      )`);
    await runner.query(`
      create table console.custody_finding (
        id         bigint generated always as identity primary key,
        kind       text not null,
        minute     timestamptz not null,
        account_id text not null,
        contact_id text not null,
        subject    text not null,
        count      bigint not null,
        found_at   timestamptz not null default clock_timestamp(),
        audit_id   uuid not null,
        ended_at   timestamptz,
        unique (kind, minute, account_id, contact_id, subject)
      )`);
    await runner.query('create index custody_finding_open on console.custody_finding (minute) where ended_at is null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table console.custody_finding, console.custody_audit');
  }
}
