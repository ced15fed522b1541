import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What: tasks of managers: to call back, to remember, to try again. Why: a missed call asks for an answer although nobody wrote. */
export class Tasks1795305800014 implements MigrationInterface {
  readonly name = 'Tasks1795305800014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lead.task (
        id uuid primary key,
        kind text not null,
        text text not null,
        person_id uuid,
        lead_id uuid,
        manager_id uuid,
        due_at timestamptz not null,
        remind_at timestamptz,
        ends_with_contact boolean not null,
        contact_id uuid,
        created_by text not null,
        created_at timestamptz not null,
        reminded_at timestamptz,
        told_due_at timestamptz,
        done_at timestamptz,
        done_by text,
        done_contact_id uuid,
        result text
      )`);
    await runner.query(`create index task_open on lead.task (due_at, id) where done_at is null`);
    await runner.query(`create index task_manager on lead.task (manager_id, due_at, id)`);
    await runner.query(`create index task_person on lead.task (person_id)`);
    await runner.query(`create index task_lead on lead.task (lead_id)`);
    await runner.query(`create index task_untold on lead.task (due_at) where done_at is null and told_due_at is null`);
    await runner.query(`create index task_unreminded on lead.task (remind_at) where done_at is null and reminded_at is null and remind_at is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table lead.task`);
  }
}
