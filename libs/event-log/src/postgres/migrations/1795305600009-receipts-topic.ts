import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: the topic of what became of replies.
 * Why: who asks for a reply and who sends it are different services.
 */
export class ReceiptsTopic1795305600009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`INSERT INTO log.topic (id, name) VALUES (6, 'outbound.receipts.v1')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM log.record WHERE topic = 6');
    await runner.query('DELETE FROM log.topic WHERE id = 6');
  }
}
