import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: taking, keeping and giving back a group's lease.
 * Why: one instance of a group consumes a topic, the others stand by. Times are the database's, so clocks of instances
 * don't matter; the fence grows at each change of owner, so that an owner who slept through it can store nothing.
 */
export class Leases1795305600004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION log.acquire(p_group text, p_topic text, p_owner text, p_ttl_ms int, p_from timestamptz)
      RETURNS TABLE (fence bigint, place log.position, retry_ms int)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      #variable_conflict use_column
      DECLARE
        t smallint := log.topic_id(p_topic);
        held log.lease;
      BEGIN
        IF NOT EXISTS (SELECT FROM log.lease l WHERE l.name = p_group AND l.topic = t) THEN
          INSERT INTO log.consumer_group (name, topic, epoch, xid, pos, moved_at)
          SELECT p_group, t, at.epoch, at.xid, at.pos, clock_timestamp() FROM log.position_at(t, p_from) at
          ON CONFLICT DO NOTHING;
          INSERT INTO log.lease (name, topic, owner, fence, expires_at)
          VALUES (p_group, t, '', 0, '-infinity') ON CONFLICT DO NOTHING;
        END IF;
        -- Most calls are those of standbys and end here, without a lock.
        SELECT l.* INTO held FROM log.lease l WHERE l.name = p_group AND l.topic = t;
        IF held.owner <> p_owner AND held.expires_at > clock_timestamp() THEN
          RETURN QUERY SELECT NULL::bigint, NULL::log.position,
            ceil(extract(epoch FROM held.expires_at - clock_timestamp()) * 1000)::int;
          RETURN;
        END IF;
        -- Skipped while a commit of the old owner is under way: its transaction is bounded.
        SELECT l.* INTO held FROM log.lease l WHERE l.name = p_group AND l.topic = t FOR UPDATE SKIP LOCKED;
        IF NOT FOUND OR (held.owner <> p_owner AND held.expires_at > clock_timestamp()) THEN
          RETURN QUERY SELECT NULL::bigint, NULL::log.position, 200;
          RETURN;
        END IF;
        RETURN QUERY
          UPDATE log.lease l SET owner = p_owner, expires_at = clock_timestamp() + p_ttl_ms * interval '1 ms',
            fence = l.fence + CASE WHEN l.owner = p_owner THEN 0 ELSE 1 END
          FROM log.consumer_group g
          WHERE l.name = p_group AND l.topic = t AND g.name = p_group AND g.topic = t
          RETURNING l.fence, ROW(g.epoch, g.xid, g.pos)::log.position, 0;
      END $$`);
    // Not flushed: a heartbeat lost in a crash only lets the lease end sooner.
    await runner.query(`
      CREATE FUNCTION log.heartbeat(p_group text, p_topic text, p_owner text, p_fence bigint, p_ttl_ms int)
      RETURNS boolean
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        PERFORM set_config('synchronous_commit', 'off', true);
        UPDATE log.lease l SET expires_at = clock_timestamp() + p_ttl_ms * interval '1 ms'
        WHERE l.name = p_group AND l.topic = log.topic_id(p_topic) AND l.owner = p_owner AND l.fence = p_fence;
        RETURN FOUND;
      END $$`);
    await runner.query(`
      CREATE FUNCTION log.release(p_group text, p_topic text, p_owner text) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        UPDATE log.lease l SET owner = '', expires_at = '-infinity'
        WHERE l.name = p_group AND l.topic = log.topic_id(p_topic) AND l.owner = p_owner;
        IF FOUND THEN
          PERFORM pg_notify('tributary_log_lease', p_group || ' ' || p_topic);
        END IF;
      END $$`);
    await runner.query(`
      REVOKE ALL ON FUNCTION log.acquire(text, text, text, int, timestamptz),
        log.heartbeat(text, text, text, bigint, int), log.release(text, text, text) FROM PUBLIC`);
    await runner.query(`
      GRANT EXECUTE ON FUNCTION log.acquire(text, text, text, int, timestamptz),
        log.heartbeat(text, text, text, bigint, int), log.release(text, text, text) TO tributary_log_reader`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION log.acquire(text, text, text, int, timestamptz),
        log.heartbeat(text, text, text, bigint, int), log.release(text, text, text)`);
  }
}
