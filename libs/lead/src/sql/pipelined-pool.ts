import pg from 'pg';

/**
 * A pool of the same database and role whose connections send statements without waiting for the answers before:
 * a batch sends all that doesn't hang on each other at once and goes on computing while the server works.
 * In order and one after the other they run all the same; when one fails, those behind it in the transaction fail too.
 * Losing a connection fails the statements under way and never ends the process.
 * @param pool  whose settings are taken over
 */
export function pipelinedPool(pool: Pick<pg.Pool, 'options'>, max: number): pg.Pool {
  // Not in the typings yet.
  const options: pg.PoolConfig & { pipeline: true } = { ...pool.options, max, pipeline: true };
  const pipelined = new pg.Pool(options);
  pipelined.on('error', () => undefined);
  pipelined.on('connect', (client) => client.on('error', () => undefined));
  return pipelined;
}
