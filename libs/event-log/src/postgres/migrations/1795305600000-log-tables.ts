import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: topics, records and the restore epoch.
 * Why: one append-only table in commit order. A record's place is (restore epoch, transaction id, position in the
 * transaction): known at insert without any shared counter, so writers never wait for one another. A database restored
 * from a backup counts transactions from anew, hence the epoch before them.
 */
export class LogTables1795305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE log.topic (
        id smallint PRIMARY KEY,
        name text NOT NULL UNIQUE
      )`);
    await runner.query(`
      INSERT INTO log.topic (id, name) VALUES
        (1, 'inbound.contacts.v1'),
        (2, 'inbound.bulk.v1'),
        (3, 'leads.events.v1'),
        (4, 'connectors.status.v1'),
        (5, 'outbound.messages.v1')`);
    await runner.query(`
      CREATE TABLE log.restore_epoch (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        epoch int NOT NULL
      )`);
    await runner.query('INSERT INTO log.restore_epoch (epoch) VALUES (1)');
    await runner.query(`
      CREATE TABLE log.record (
        topic smallint NOT NULL,
        epoch int NOT NULL,
        xid xid8 NOT NULL,
        pos int NOT NULL,
        key text NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 255),
        headers jsonb NOT NULL CHECK (pg_column_size(headers) <= 16384),
        value bytea CHECK (octet_length(value) <= 262144),
        appended_at timestamptz NOT NULL,
        PRIMARY KEY (topic, epoch, xid, pos)
      )`);
    await runner.query(`
      CREATE TYPE log.position AS (epoch int, xid xid8, pos int)`);
    await runner.query('GRANT USAGE ON SCHEMA log TO tributary_log_writer, tributary_log_reader');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('REVOKE USAGE ON SCHEMA log FROM tributary_log_writer, tributary_log_reader');
    await runner.query('DROP TYPE log.position');
    await runner.query('DROP TABLE log.record, log.restore_epoch, log.topic');
  }
}
