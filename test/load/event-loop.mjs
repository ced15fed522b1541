/**
 * How late a hub's event loop was since it was asked last, by its own metrics. Node measures with a timer of 10 ms, which
 * stands in these figures.
 * @param {import('../e2e/hub.mjs').Hub} hub @returns {Promise<{ p99Ms: number, maxMs: number }>}
 */
export async function eventLoopOf(hub) {
  const { status, text } = await hub.api.call('GET', '/metrics');
  if (status !== 200) throw new Error(`/metrics answered ${status}`);
  const ms = (/** @type {string} */ name) => Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text)?.[1]) * 1000;
  return { p99Ms: ms('p99'), maxMs: ms('max') };
}
