import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: reading a batch, committing an offset, rewinding, lag.
 * Why: readers get no table. Nobody reads at or beyond the oldest transaction still under way, so no reader passes a
 * record whose predecessor may still commit. SQLSTATE TL001 tells a stale owner, and aborts its transaction.
 */
export class Reading1795305600005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The cached plan must be the walk along the primary key even when it was made while the table was empty.
    await runner.query(`
      CREATE FUNCTION log.read(p_topic text, p_after log.position, p_records int, p_bytes int)
      RETURNS TABLE (place log.position, key text, headers jsonb, value bytea, appended_at timestamptz)
      LANGUAGE plpgsql STABLE SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
      #variable_conflict use_column
      DECLARE
        t smallint := log.topic_id(p_topic);
        settled log.position := log.settled_end();
      BEGIN
        RETURN QUERY
          SELECT ROW(b.epoch, b.xid, b.pos)::log.position, b.key, b.headers, b.value, b.appended_at
          FROM (
            SELECT r.*, sum(coalesce(octet_length(r.value), 0)) OVER (ORDER BY r.epoch, r.xid, r.pos ROWS UNBOUNDED PRECEDING)
              - coalesce(octet_length(r.value), 0) AS bytes_before
            FROM (
              SELECT * FROM log.record
              WHERE topic = t AND (epoch, xid, pos) > (p_after.epoch, p_after.xid, p_after.pos)
                AND (epoch, xid) < (settled.epoch, settled.xid)
              ORDER BY epoch, xid, pos LIMIT p_records
            ) r
          ) b
          WHERE b.bytes_before < p_bytes
          ORDER BY b.epoch, b.xid, b.pos;
      END $$`);
    // Asked after an empty read. Committed records may wait for an older transaction: they are worth asking for again in
    // a moment, since no NOTIFY will come.
    await runner.query(`
      CREATE FUNCTION log.has_more(p_group text, p_topic text, p_owner text, p_fence bigint, p_at log.position)
      RETURNS boolean
      LANGUAGE plpgsql STABLE SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
      DECLARE
        t smallint := log.topic_id(p_topic);
      BEGIN
        PERFORM FROM log.lease l JOIN log.consumer_group g USING (name, topic)
        WHERE l.name = p_group AND l.topic = t AND l.owner = p_owner AND l.fence = p_fence
          AND (g.epoch, g.xid, g.pos) = (p_at.epoch, p_at.xid, p_at.pos);
        IF NOT FOUND THEN
          RAISE EXCEPTION 'the lease of % on % is no longer with %', p_group, p_topic, p_owner USING ERRCODE = 'TL001';
        END IF;
        RETURN EXISTS (
          SELECT FROM log.record r
          WHERE r.topic = t AND (r.epoch, r.xid, r.pos) > (p_at.epoch, p_at.xid, p_at.pos)
        );
      END $$`);
    // The offset moves from where the batch began or not at all: a batch read before a rewind, or read ahead after one
    // whose transaction was rolled back, can't be committed.
    await runner.query(`
      CREATE FUNCTION log.commit(
        p_group text, p_topic text, p_owner text, p_fence bigint, p_from log.position, p_to log.position
      ) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        t smallint := log.topic_id(p_topic);
      BEGIN
        PERFORM FROM log.lease l
        WHERE l.name = p_group AND l.topic = t AND l.owner = p_owner AND l.fence = p_fence FOR KEY SHARE;
        IF FOUND THEN
          UPDATE log.consumer_group g
          SET epoch = p_to.epoch, xid = p_to.xid, pos = p_to.pos, moved_at = clock_timestamp()
          WHERE g.name = p_group AND g.topic = t
            AND (g.epoch, g.xid, g.pos) = (p_from.epoch, p_from.xid, p_from.pos);
        END IF;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'the lease of % on % is no longer with %', p_group, p_topic, p_owner USING ERRCODE = 'TL001';
        END IF;
        PERFORM log.bound_transaction();
      END $$`);
    // A new fence for the same owner: what it read before the rewind is void, and it goes on from the new place.
    await runner.query(`
      CREATE FUNCTION log.rewind(p_group text, p_topic text, p_from timestamptz) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        t smallint := log.topic_id(p_topic);
        at log.position := log.position_at(t, p_from);
      BEGIN
        PERFORM FROM log.lease l WHERE l.name = p_group AND l.topic = t FOR UPDATE;
        UPDATE log.lease l SET fence = l.fence + 1 WHERE l.name = p_group AND l.topic = t;
        INSERT INTO log.consumer_group AS g (name, topic, epoch, xid, pos, moved_at)
        VALUES (p_group, t, at.epoch, at.xid, at.pos, clock_timestamp())
        ON CONFLICT (name, topic) DO UPDATE
          SET epoch = excluded.epoch, xid = excluded.xid, pos = excluded.pos, moved_at = excluded.moved_at;
        PERFORM pg_notify('tributary_log', p_topic);
      END $$`);
    // Counts no further than p_most: an answer about a long backlog must not be slow.
    await runner.query(`
      CREATE FUNCTION log.lag(p_group text, p_topic text, p_most int) RETURNS TABLE (records int, oldest_ms float8)
      LANGUAGE plpgsql STABLE SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
      DECLARE
        t smallint := log.topic_id(p_topic);
        at log.position := coalesce(
          (SELECT ROW(g.epoch, g.xid, g.pos)::log.position FROM log.consumer_group g WHERE g.name = p_group AND g.topic = t),
          ROW(0, '0', 0)::log.position);
      BEGIN
        RETURN QUERY
          SELECT count(*)::int,
            greatest(0, coalesce(extract(epoch FROM clock_timestamp() - min(r.appended_at)) * 1000, 0))::float8
          FROM (
            SELECT b.appended_at FROM log.record b
            WHERE b.topic = t AND (b.epoch, b.xid, b.pos) > (at.epoch, at.xid, at.pos)
            ORDER BY b.epoch, b.xid, b.pos LIMIT p_most
          ) r;
      END $$`);
    await runner.query(`REVOKE ALL ON FUNCTION ${FUNCTIONS} FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION ${FUNCTIONS} TO tributary_log_reader`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${FUNCTIONS}`);
  }
}

const FUNCTIONS = `
  log.read(text, log.position, int, int),
  log.has_more(text, text, text, bigint, log.position),
  log.commit(text, text, text, bigint, log.position, log.position),
  log.rewind(text, text, timestamptz),
  log.lag(text, text, int)`;
