import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: consumer groups with their offsets, and the lease under which one instance consumes.
 * Why two tables: a commit writes the offset and only holds the lease's key (FOR KEY SHARE) until the handler's
 * transaction ends. So heartbeats pass meanwhile, while a takeover (FOR UPDATE) can't come between.
 */
export class Groups1795305600002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE log.consumer_group (
        name text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,99}$'),
        topic smallint NOT NULL REFERENCES log.topic,
        epoch int NOT NULL,
        xid xid8 NOT NULL,
        pos int NOT NULL,
        moved_at timestamptz NOT NULL,
        PRIMARY KEY (name, topic)
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE log.lease (
        name text NOT NULL,
        topic smallint NOT NULL,
        owner text NOT NULL,
        fence bigint NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (name, topic),
        FOREIGN KEY (name, topic) REFERENCES log.consumer_group ON DELETE CASCADE
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE log.lease, log.consumer_group');
  }
}
