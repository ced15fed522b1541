import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: by our own clock, when a contact that told of the way back was received, and when a failed reply closed the conversation.
 * Why: both were compared with the provider's whole seconds: a customer who came back in the second of the failure could not be answered.
 */
export class CameBack1795305800027 implements MigrationInterface {
  readonly name = 'CameBack1795305800027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.conversation add column heard_at timestamptz, add column closed_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.conversation drop column heard_at, drop column closed_at`);
  }
}
