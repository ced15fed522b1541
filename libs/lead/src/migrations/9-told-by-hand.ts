import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: who marked an identity as shared and why; meetings and calls that somebody recorded; the reasons of what is no
 * lead, for counting.
 * Why: people know what no contact tells.
 */
export class ToldByHand1795305700009 implements MigrationInterface {
  readonly name = 'ToldByHand1795305700009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lead.shared_identity (
        type text not null,
        value text not null,
        cause text not null,
        marked_by text not null,
        marked_at timestamptz not null default now(),
        primary key (type, value)
      )`);
    await runner.query(`insert into lead.shared_identity (type, value, cause, marked_by) select type, value, 'by-hand', '' from lead.identity where shared`);
    await runner.query(`
      create table lead.activity (
        id uuid primary key,
        person_id uuid not null,
        lead_id uuid,
        kind text not null,
        occurred_at timestamptz not null,
        duration_minutes integer,
        result text not null,
        actor text not null,
        created_at timestamptz not null default now()
      )`);
    await runner.query(`create index activity_person on lead.activity (person_id, occurred_at)`);
    await runner.query(`create index contact_not_lead on lead.contact (not_lead_reason, received_at) where not_lead_reason is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index lead.contact_not_lead`);
    await runner.query(`drop table lead.activity, lead.shared_identity`);
  }
}
