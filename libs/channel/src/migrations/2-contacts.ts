import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was accepted: each contact once, with its last snapshot for the next fold, and the raw parts that it was made of.
 * Null repeat_n and repeat_at stand for 1 and received_at: nearly all rows, and they stay short.
 */
export class Contacts1763800000002 implements MigrationInterface {
  readonly name = 'Contacts1763800000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.contact (
        id uuid primary key,
        account_id uuid not null,
        external_id text not null,
        revision integer not null,
        state bytea not null,
        received_at timestamptz not null,
        repeat_n integer,
        repeat_at timestamptz
      )`);
    // A body over 64 KiB stands in a blob of the same sha256 instead.
    await runner.query(`
      create table intake.part (
        contact_id uuid not null,
        sha256 bytea not null,
        received_at timestamptz not null,
        media_type text not null,
        body bytea,
        primary key (contact_id, sha256)
      )`);
    // Erased contacts: neither replay nor a late repeat brings them back.
    await runner.query(`
      create table intake.tombstone (
        contact_id uuid primary key,
        erased_at timestamptz not null default now(),
        repeat_n integer,
        repeat_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.tombstone, intake.part, intake.contact`);
  }
}
