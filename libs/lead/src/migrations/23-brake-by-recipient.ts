import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: whom an automatic answer went to and when; the same of those that wait for somebody to answer.
 * Why: they were counted by conversation alone, and a robot that begins a new one each time (mail) was answered each time.
 */
export class BrakeByRecipient1795305800023 implements MigrationInterface {
  readonly name = 'BrakeByRecipient1795305800023';

  async up(runner: QueryRunner): Promise<void> {
    // A person, or what a contact that stands without one came from; empty in what was there before.
    await runner.query(`alter table lead.automatic_answer add column recipient uuid, add column given_at timestamptz`);
    await runner.query(`create index automatic_answer_recipient on lead.automatic_answer (recipient, given_at) where recipient is not null`);
    await runner.query(`alter table lead.on_it add column recipient uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.on_it drop column recipient`);
    await runner.query(`alter table lead.automatic_answer drop column recipient, drop column given_at`);
  }
}
