import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: groups that nobody runs any more are marked, and a day later hold up no purge.
 * Why: an installation that moves between the embedded log and Kafka leaves groups behind, and the log would grow for
 * ever. The mark carries the lease's fence: whoever takes the lease again makes it void. The day lets those who come
 * instead begin at the earliest record, before anything that only the retired group had not passed is deleted.
 */
export class Retiring1795305600007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE log.retirement (
        name text NOT NULL,
        topic smallint NOT NULL,
        fence bigint NOT NULL,
        retired_at timestamptz NOT NULL,
        PRIMARY KEY (name, topic),
        FOREIGN KEY (name, topic) REFERENCES log.consumer_group ON DELETE CASCADE
      )`);
    // Said again at each start: the first time counts, until somebody had the lease in between.
    await runner.query(`
      CREATE FUNCTION log.retire(p_groups text[]) RETURNS int
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        retired int;
      BEGIN
        INSERT INTO log.retirement AS r (name, topic, fence, retired_at)
        SELECT g.name, g.topic, coalesce(l.fence, 0), clock_timestamp()
        FROM log.consumer_group g LEFT JOIN log.lease l USING (name, topic)
        WHERE g.name = ANY (p_groups)
        ORDER BY g.name, g.topic
        ON CONFLICT (name, topic) DO UPDATE SET fence = excluded.fence, retired_at = excluded.retired_at
          WHERE r.fence <> excluded.fence;
        GET DIAGNOSTICS retired = ROW_COUNT;
        RETURN retired;
      END $$`);
    await runner.query(purge(`
            AND NOT EXISTS (
              SELECT FROM log.retirement r LEFT JOIN log.lease l USING (name, topic)
              WHERE r.name = g.name AND r.topic = g.topic
                AND r.fence = coalesce(l.fence, 0) AND r.retired_at < clock_timestamp() - interval '1 day'
                AND coalesce(l.expires_at, '-infinity') < clock_timestamp()
            )`));
    await runner.query('REVOKE ALL ON FUNCTION log.retire(text[]) FROM PUBLIC');
    await runner.query('GRANT EXECUTE ON FUNCTION log.retire(text[]) TO tributary_log_reader');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(purge(''));
    await runner.query('DROP FUNCTION log.retire(text[])');
    await runner.query('DROP TABLE log.retirement');
  }
}

/** As in 1795305600006, but for which groups count, and that a topic without any keeps everything. */
function purge(unlessRetired: string): string {
  return `
      CREATE OR REPLACE FUNCTION log.purge(p_older_than interval, p_most int) RETURNS int
      LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
      DECLARE
        t smallint;
        passed log.position;
        deleted int;
        total int := 0;
      BEGIN
        IF NOT pg_try_advisory_xact_lock(hashtextextended('tributary log.purge', 0)) THEN
          RETURN 0;
        END IF;
        FOR t IN SELECT id FROM log.topic LOOP
          SELECT g.epoch, g.xid, g.pos INTO passed FROM log.consumer_group g
          WHERE g.topic = t${unlessRetired}
          ORDER BY g.epoch, g.xid, g.pos LIMIT 1;
          -- Nobody reads it, or whoever should has never begun: what is in it is owed to the first who does.
          CONTINUE WHEN NOT FOUND;
          DELETE FROM log.record r USING (
            SELECT h.epoch, h.xid, h.pos, h.appended_at FROM log.record h WHERE h.topic = t
            ORDER BY h.epoch, h.xid, h.pos LIMIT p_most
          ) oldest
          WHERE r.topic = t AND r.epoch = oldest.epoch AND r.xid = oldest.xid AND r.pos = oldest.pos
            AND oldest.appended_at < clock_timestamp() - p_older_than
            AND (r.epoch, r.xid, r.pos) <= (passed.epoch, passed.xid, passed.pos);
          GET DIAGNOSTICS deleted = ROW_COUNT;
          total := total + deleted;
        END LOOP;
        RETURN total;
      END $$`;
}
