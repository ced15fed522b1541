import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: payloads in quarantine are found by their cause, and a dismissal keeps its reason.
 * Why: two hundred payloads of one cause are one thing to mend, to replay or to put away.
 */
export class QuarantineGroups1763800000030 implements MigrationInterface {
  readonly name = 'QuarantineGroups1763800000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table intake.quarantine add column dismissed_for text`);
    await runner.query(`create index quarantine_cause on intake.quarantine (account_id, stage, code, received_at, id) where status = 'open'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index intake.quarantine_cause`);
    await runner.query(`alter table intake.quarantine drop column dismissed_for`);
  }
}
