import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: a lead is looked at again because its manager is away.
 * Why: a customer who writes about an open lead must not wait for somebody who is on leave, or has left.
 */
export class Away1795305800020 implements MigrationInterface {
  readonly name = 'Away1795305800020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.lead drop constraint lead_due_check, add constraint lead_due_check check (due in ('opening', 'take', 'owner', 'away'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update lead.lead set due = null, due_at = null where due = 'away'`);
    await runner.query(`alter table lead.lead drop constraint lead_due_check, add constraint lead_due_check check (due in ('opening', 'take', 'owner'))`);
  }
}
