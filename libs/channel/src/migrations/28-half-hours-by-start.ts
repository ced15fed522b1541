import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest half-hour is asked for at each look, and a BRIN index can't tell it. */
export class HalfHoursByStart1763800000028 implements MigrationInterface {
  readonly name = 'HalfHoursByStart1763800000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index half_hour_newest on intake.half_hour (start)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index intake.half_hour_newest`);
  }
}
