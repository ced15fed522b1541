import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who runs a pull account and how far it has read: a checkpoint moves only under the lease's present epoch. */
export class Leases1763800000004 implements MigrationInterface {
  readonly name = 'Leases1763800000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.lease (
        account_id uuid primary key,
        owner text not null,
        epoch bigint not null,
        until timestamptz not null
      )`);
    await runner.query(`
      create table intake.checkpoint (
        account_id uuid not null,
        scope text not null,
        epoch bigint not null,
        value text not null,
        updated_at timestamptz not null default now(),
        primary key (account_id, scope)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.checkpoint, intake.lease`);
  }
}
