import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: a suggestion is of two persons, once, with an id, a score, the rule that found it and who decided; a contact needs
 * not be behind it. A line may let persons be merged without asking.
 * Why: what was rejected must stay rejected, however many contacts say it again. `on conflict do nothing` without a
 * target, as the version before inserts, meets the new index as well.
 */
export class SuggestionsByPair1795305700007 implements MigrationInterface {
  readonly name = 'SuggestionsByPair1795305700007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from lead.suggestion s using lead.suggestion t
       where least(s.person_id, s.other_person_id) = least(t.person_id, t.other_person_id)
         and greatest(s.person_id, s.other_person_id) = greatest(t.person_id, t.other_person_id)
         and (s.created_at, s.contact_id, s.person_id) > (t.created_at, t.contact_id, t.person_id)`);
    await runner.query(`
      alter table lead.suggestion
        drop constraint suggestion_pkey,
        alter column contact_id drop not null,
        add column id uuid not null default gen_random_uuid() primary key,
        add column kind text not null default 'bridge',
        add column score real not null default 1,
        add column rule text not null default 'bridge/1',
        add column automatic boolean not null default false,
        add column decided_at timestamptz,
        add column decided_by text`);
    await runner.query(`
      create unique index suggestion_pair on lead.suggestion (least(person_id, other_person_id), greatest(person_id, other_person_id))`);
    await runner.query(`create index suggestion_other on lead.suggestion (other_person_id)`);
    await runner.query(`create index suggestion_newest on lead.suggestion (status, created_at, id)`);
    await runner.query(`create index suggestion_automatic on lead.suggestion (created_at) where automatic and status = 'open'`);
    await runner.query(`alter table lead.line add column auto_merge boolean not null default false`);
  }

  /** Fails where a suggestion has no contact: the version before can't hold it. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.line drop column auto_merge`);
    await runner.query(`drop index lead.suggestion_automatic, lead.suggestion_newest, lead.suggestion_other, lead.suggestion_pair`);
    await runner.query(`
      alter table lead.suggestion
        drop constraint suggestion_pkey, drop column id, drop column kind, drop column score, drop column rule,
        drop column automatic, drop column decided_at, drop column decided_by,
        alter column contact_id set not null,
        add primary key (contact_id, person_id, other_person_id)`);
  }
}
