import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: keys by which people who are alike meet, how far the search for them is, and with each suggestion the keys that
 * led to it and who was compared and not suggested.
 * Why: new people are compared with those who share a key, not with everybody. BRIN, as contacts are matched in that order.
 */
export class Likeness1795305700011 implements MigrationInterface {
  readonly name = 'Likeness1795305700011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table lead.likeness_key (key bigint not null, person_id uuid not null, primary key (key, person_id))`);
    await runner.query(`create index likeness_key_person on lead.likeness_key (person_id)`);
    await runner.query(`create table lead.likeness_progress (one boolean primary key default true check (one), until timestamptz not null)`);
    await runner.query(`insert into lead.likeness_progress (until) select coalesce(min(matched_at), now()) - interval '1 second' from lead.contact`);
    await runner.query(`create index contact_matched on lead.contact using brin (matched_at) with (pages_per_range = 16, autosummarize = on)`);
    await runner.query(`alter table lead.suggestion add column keys text[] not null default '{}', add column rejected jsonb not null default '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.suggestion drop column keys, drop column rejected`);
    await runner.query(`drop index lead.contact_matched`);
    await runner.query(`drop table lead.likeness_progress, lead.likeness_key`);
  }
}
