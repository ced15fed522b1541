import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: log.append, the only way to write.
 * Why: writers get no table. One statement a call, because this stands on the hottest path; positions go on when one
 * transaction appends again; and the transaction is bounded, because readers wait for whoever has an older id.
 */
export class Append1795305600001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A process stopped between two statements is idle; one stopped while it receives is caught by the total (17+).
    await runner.query(`
      CREATE FUNCTION log.bound_transaction() RETURNS void
      LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        PERFORM set_config('idle_in_transaction_session_timeout', '5s', true);
        IF current_setting('server_version_num')::int >= 170000 THEN
          PERFORM set_config('transaction_timeout', '15s', true);
        END IF;
      END $$`);
    await runner.query(`
      CREATE FUNCTION log.append(topics text[], keys text[], headers jsonb[], "values" bytea[]) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        before int := coalesce(nullif(current_setting('tributary_log.position', true), ''), '0')::int;
        wanted int := cardinality(topics);
        appended int;
      BEGIN
        IF before = 0 THEN
          PERFORM log.bound_transaction();
        END IF;
        -- Finding a place by time relies on it: see log.position_at.
        IF clock_timestamp() - transaction_timestamp() > interval '1 minute' THEN
          RAISE EXCEPTION 'this transaction is too old to append to the log' USING ERRCODE = '25P04';
        END IF;
        IF wanted <> cardinality(keys) OR wanted <> cardinality(headers) OR wanted <> cardinality("values") THEN
          RAISE EXCEPTION 'arrays of unequal length' USING ERRCODE = '22023';
        END IF;
        WITH inserted AS (
          INSERT INTO log.record (topic, epoch, xid, pos, key, headers, value, appended_at)
          SELECT t.id, e.epoch, pg_current_xact_id(), before + r.ordinality, r.key, r.headers, r.value, clock_timestamp()
          FROM unnest(topics, keys, headers, "values") WITH ORDINALITY AS r (topic, key, headers, value)
          JOIN log.topic t ON t.name = r.topic
          CROSS JOIN log.restore_epoch e
          RETURNING topic
        ), counted AS (
          SELECT topic, count(*) AS records FROM inserted GROUP BY topic
        ), woken AS (
          SELECT c.records, pg_notify('tributary_log', t.name) FROM counted c JOIN log.topic t ON t.id = c.topic
        )
        SELECT coalesce(sum(records), 0) INTO appended FROM woken;
        IF appended <> wanted THEN
          RAISE EXCEPTION 'unknown topic: %', (
            SELECT string_agg(DISTINCT coalesce(name, 'NULL'), ', ') FROM unnest(topics) AS name
            WHERE name IS NULL OR name NOT IN (SELECT t.name FROM log.topic t)
          ) USING ERRCODE = '22023';
        END IF;
        PERFORM set_config('tributary_log.position', (before + appended)::text, true);
      END $$`);
    await runner.query(`
      REVOKE ALL ON FUNCTION log.bound_transaction(), log.append(text[], text[], jsonb[], bytea[]) FROM PUBLIC`);
    await runner.query('GRANT EXECUTE ON FUNCTION log.append(text[], text[], jsonb[], bytea[]) TO tributary_log_writer');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION log.append(text[], text[], jsonb[], bytea[]), log.bound_transaction()');
  }
}
