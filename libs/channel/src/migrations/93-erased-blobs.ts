import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: blobs that erased contacts and replies named, until they are deleted as well.
 * Why: they go after the commit; were the blob store away then, or the process killed, nothing named them any more and they stayed for good.
 */
export class ErasedBlobs1763800000093 implements MigrationInterface {
  readonly name = 'ErasedBlobs1763800000093';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table intake.erased_blob (sha256 text primary key, erased_at timestamptz not null default now())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.erased_blob`);
  }
}
