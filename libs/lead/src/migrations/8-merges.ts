import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: the journal of merges: who was merged into whom, and everything that the two had at that moment.
 * Why: a merge is undone from it exactly; what is there and not in it came in between.
 */
export class Merges1795305700008 implements MigrationInterface {
  readonly name = 'Merges1795305700008';

  async up(runner: QueryRunner): Promise<void> {
    // The number tells their order: a merge is undone only when no later one builds upon it.
    await runner.query(`
      create table lead.merge (
        id uuid primary key,
        number bigint generated always as identity,
        survivor_id uuid not null,
        merged_id uuid not null,
        cause text not null,
        actor text not null,
        before jsonb not null,
        chosen jsonb not null,
        merged_at timestamptz not null default now(),
        undone_at timestamptz,
        undone_by text
      )`);
    await runner.query(`create index merge_survivor on lead.merge (survivor_id)`);
    await runner.query(`create index merge_merged on lead.merge (merged_id)`);
    await runner.query(`
      create table lead.merge_item (
        merge_id uuid not null,
        kind text not null,
        item text not null,
        person_id uuid not null,
        before jsonb,
        primary key (merge_id, kind, item)
      )`);
    // The open lead of the same person and line into which this one was closed.
    await runner.query(`alter table lead.lead add column merged_into uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.lead drop column merged_into`);
    await runner.query(`drop table lead.merge_item, lead.merge`);
  }
}
