import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Persons and the identities that they are known by; uniqueness of (type, value) is what makes one person of two
 * contacts that race. No foreign keys among the tables of the hot transaction: their ids are made and written by it
 * alone, and a check for each row costs more than the insert.
 */
export class Persons1763800000002 implements MigrationInterface {
  readonly name = 'Persons1763800000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lead.person (
        id uuid primary key,
        name text not null default '',
        company text not null default '',
        manager_id uuid,
        created_at timestamptz not null default now(),
        merged_into uuid,
        erased_at timestamptz
      )`);
    await runner.query(`
      create table lead.identity (
        type text not null,
        value text not null,
        person_id uuid,
        raw text not null,
        verified boolean not null,
        shared boolean not null default false,
        contact_id uuid,
        created_at timestamptz not null default now(),
        primary key (type, value),
        check (shared or person_id is not null)
      )`);
    await runner.query(`create index identity_person on lead.identity (person_id)`);
    await runner.query(`
      create table lead.suggestion (
        person_id uuid not null,
        other_person_id uuid not null,
        contact_id uuid not null,
        reasons jsonb not null,
        status text not null default 'open',
        created_at timestamptz not null default now(),
        primary key (contact_id, person_id, other_person_id)
      )`);
    await runner.query(`create index suggestion_person on lead.suggestion (person_id)`);
    // Keyed hashes only: what was erased can be recognized here, never read.
    await runner.query(`
      create table lead.tombstone (
        kind text not null check (kind in ('contact', 'identity')),
        hash bytea not null,
        erased_at timestamptz not null default now(),
        primary key (kind, hash)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table lead.tombstone, lead.suggestion, lead.identity, lead.person`);
  }
}
