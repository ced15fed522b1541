import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row that readiness writes: a database that still reads but can't write any more must not call itself ready. */
export class Pulse1763800000007 implements MigrationInterface {
  readonly name = 'Pulse1763800000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table intake.pulse (
        singleton boolean primary key default true check (singleton),
        at timestamptz not null
      )`);
    await runner.query(`insert into intake.pulse (at) values (now())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.pulse`);
  }
}
