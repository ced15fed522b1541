import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: indexes in the order in which leads, their contacts and ended tasks are read.
 * Why: the simulator reads leads by age with the first contact of each, the list of tasks what has ended; both sorted all there are.
 */
export class IndexesByOrder1795305800021 implements MigrationInterface {
  readonly name = 'IndexesByOrder1795305800021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index lead_opened on lead.lead (opened_at, id)`);
    await runner.query(`create index contact_of_lead on lead.contact (lead_id, received_at, id)`);
    // The one above begins with the same column.
    await runner.query(`drop index lead.contact_lead`);
    await runner.query(`create index task_done on lead.task (due_at, id) where done_at is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`create index contact_lead on lead.contact (lead_id)`);
    await runner.query(`drop index lead.lead_opened, lead.contact_of_lead, lead.task_done`);
  }
}
