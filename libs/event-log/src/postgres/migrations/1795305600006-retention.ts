import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: deleting old records in chunks, and the new epoch after a restore.
 * Why: the log is a way, not a store; but what a group has not passed yet is kept, however old.
 */
export class Retention1795305600006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Looks only at the oldest p_most records of each topic: a chunk is one short transaction. The lock keeps
    // instances from deleting the same chunk at once.
    await runner.query(`
      CREATE FUNCTION log.purge(p_older_than interval, p_most int) RETURNS int
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
          SELECT g.epoch, g.xid, g.pos INTO passed FROM log.consumer_group g WHERE g.topic = t
          ORDER BY g.epoch, g.xid, g.pos LIMIT 1;
          IF NOT FOUND THEN
            passed := log.settled_end();
          END IF;
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
      END $$`);
    // Waits for writers under way, so that none of them adds to the old epoch later. For the restore alone: not granted.
    await runner.query(`
      CREATE FUNCTION log.new_epoch() RETURNS int
      LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        started int;
      BEGIN
        LOCK TABLE log.record IN SHARE ROW EXCLUSIVE MODE;
        UPDATE log.restore_epoch e SET epoch = e.epoch + 1 RETURNING e.epoch INTO started;
        UPDATE log.lease l SET owner = '', fence = l.fence + 1, expires_at = '-infinity';
        RETURN started;
      END $$`);
    await runner.query('REVOKE ALL ON FUNCTION log.purge(interval, int), log.new_epoch() FROM PUBLIC');
    await runner.query('GRANT EXECUTE ON FUNCTION log.purge(interval, int) TO tributary_log_reader');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION log.new_epoch(), log.purge(interval, int)');
  }
}
