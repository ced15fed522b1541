import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: finding places: a topic by name, the end of the settled part, the place before the first record of a time.
 * Why: shared by starting, rewinding and reading. Only the functions granted to readers call them.
 */
export class Positions1795305600003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION log.topic_id(p_name text) RETURNS smallint
      LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        found_id smallint := (SELECT t.id FROM log.topic t WHERE t.name = p_name);
      BEGIN
        IF found_id IS NULL THEN
          RAISE EXCEPTION 'unknown topic: %', p_name USING ERRCODE = '22023';
        END IF;
        RETURN found_id;
      END $$`);
    // Every transaction below the snapshot's xmin has ended, so nothing can appear below this place any more.
    await runner.query(`
      CREATE FUNCTION log.settled_end() RETURNS log.position
      LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
        SELECT ROW(e.epoch, pg_snapshot_xmin(pg_current_snapshot()), 0)::log.position FROM log.restore_epoch e
      $$`);
    // A record appears at most one minute after its transaction got its id (log.append refuses older ones). So what
    // stands before a record that is older than the time by more than that is older than the time as well: bisect for
    // such a record by transaction id, then walk. No index on the time is needed, which every append would pay for.
    await runner.query(`
      CREATE FUNCTION log.position_at(p_topic smallint, p_from timestamptz) RETURNS log.position
      LANGUAGE plpgsql STABLE
      SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
      DECLARE
        settled log.position := log.settled_end();
        older timestamptz := p_from - interval '1 minute';
        start log.position := ROW(0, '0', 0);
        low bigint;
        high bigint;
        middle bigint;
        probed timestamptz;
        hit log.position;
      BEGIN
        IF p_from = '-infinity' THEN RETURN start; END IF;
        IF p_from = 'infinity' THEN RETURN settled; END IF;
        FOR era IN REVERSE settled.epoch..1 LOOP
          SELECT r.xid::text::bigint, r.appended_at INTO low, probed FROM log.record r
          WHERE r.topic = p_topic AND r.epoch = era ORDER BY r.xid, r.pos LIMIT 1;
          CONTINUE WHEN probed IS NULL OR probed >= older;
          SELECT r.xid::text::bigint + 1 INTO high FROM log.record r
          WHERE r.topic = p_topic AND r.epoch = era ORDER BY r.xid DESC, r.pos DESC LIMIT 1;
          WHILE high - low > 1 LOOP
            middle := (low + high) / 2;
            SELECT r.appended_at INTO probed FROM log.record r
            WHERE r.topic = p_topic AND r.epoch = era AND r.xid >= middle::text::xid8 ORDER BY r.xid, r.pos LIMIT 1;
            IF probed < older THEN low := middle; ELSE high := middle; END IF;
          END LOOP;
          start := ROW(era, low::text, 0);
          EXIT;
        END LOOP;
        SELECT r.epoch, r.xid, r.pos - 1 INTO hit FROM log.record r
        WHERE r.topic = p_topic AND (r.epoch, r.xid, r.pos) > (start.epoch, start.xid, start.pos)
          AND r.appended_at >= p_from
        ORDER BY r.epoch, r.xid, r.pos LIMIT 1;
        -- Beyond the settled end a record of an older transaction may yet appear.
        IF hit IS NULL OR (settled.epoch, settled.xid, settled.pos) < (hit.epoch, hit.xid, hit.pos) THEN
          RETURN settled;
        END IF;
        RETURN hit;
      END $$`);
    await runner.query(`
      REVOKE ALL ON FUNCTION log.topic_id(text), log.settled_end(), log.position_at(smallint, timestamptz) FROM PUBLIC`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION log.position_at(smallint, timestamptz), log.settled_end(), log.topic_id(text)');
  }
}
