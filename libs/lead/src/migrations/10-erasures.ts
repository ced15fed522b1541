import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: what was erased, by ids only, and who has yet to do its part: intake, the notifier, the file of tombstones.
 * Why: a service erases its own tables; a command that finds nobody there is sent again.
 */
export class Erasures1795305700010 implements MigrationInterface {
  readonly name = 'Erasures1795305700010';

  async up(runner: QueryRunner): Promise<void> {
    // Without a person: contacts that a tombstone stopped, which intake stored again.
    await runner.query(`
      create table lead.erasure (
        id uuid primary key,
        person_ids uuid[] not null,
        contact_ids uuid[] not null,
        lead_ids uuid[] not null,
        identity_hashes bytea[] not null,
        actor text not null,
        erased_at timestamptz not null default now(),
        intake_at timestamptz,
        notifier_at timestamptz,
        filed_at timestamptz
      )`);
    await runner.query(`create index erasure_pending on lead.erasure (erased_at) where intake_at is null or notifier_at is null or filed_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table lead.erasure`);
  }
}
