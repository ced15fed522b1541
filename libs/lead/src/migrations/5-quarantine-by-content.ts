import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: a record that was put aside is known by its place in the log and its bytes, no longer by its place alone.
 * Why: offsets begin anew in a Kafka cluster that was replaced or wiped, and another record at a known place would have
 * been taken for a repeat, and gone.
 */
export class QuarantineByContent1795305600001 implements MigrationInterface {
  readonly name = 'QuarantineByContent1795305600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lead.quarantine
        add column record_sha256 bytea not null generated always as (sha256(record)) stored,
        drop constraint quarantine_pkey,
        add primary key (topic, log_offset, record_sha256)`);
  }

  /** Fails where a place holds two records: neither may go. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lead.quarantine
        drop constraint quarantine_pkey,
        drop column record_sha256,
        add primary key (topic, log_offset)`);
  }
}
