import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: companies, what they are known by (domain, main number, INN), and who belongs to which; a person may belong to
 * several.
 * Why: who writes from a company that has a manager gets to that manager at once.
 */
export class Companies1795305700012 implements MigrationInterface {
  readonly name = 'Companies1795305700012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lead.company (
        id uuid primary key,
        name text not null,
        manager_id uuid,
        created_at timestamptz not null default now()
      )`);
    await runner.query(`
      create table lead.company_identity (
        type text not null check (type in ('domain', 'phone', 'inn')),
        value text not null,
        company_id uuid not null references lead.company (id) on delete cascade,
        primary key (type, value)
      )`);
    await runner.query(`create index company_identity_company on lead.company_identity (company_id)`);
    await runner.query(`
      create table lead.person_company (
        person_id uuid not null,
        company_id uuid not null references lead.company (id) on delete cascade,
        primary key (person_id, company_id)
      )`);
    await runner.query(`create index person_company_company on lead.person_company (company_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table lead.person_company, lead.company_identity, lead.company`);
  }
}
