import { makeDataDir, removeDataDir, startHub, endHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { PostgresProcess } from '../../e2e/postgres.mjs';
import { pause, until } from '../../e2e/until.mjs';
import { drain } from '../drain.mjs';
import { reckon } from '../reckoning.mjs';
import { callWitness, settleRate, strangeAnswers } from '../scene.mjs';

/** From the stop of PostgreSQL until readiness must say so. */
const NOTICE_MS = 15_000;

/**
 * PostgreSQL stands still for a minute (all of its processes stopped) while the witness goes on posting: nothing can be
 * stored, so no post that was sent meanwhile may be answered with success, and readiness must say 503. Afterwards the
 * same hub process must mend itself.
 * @type {import('../scene.mjs').Campaign}
 */
export const outage = {
  name: 'outage',
  title: 'PostgreSQL stands still',
  async run(options) {
    const dataDir = makeDataDir('tributary-faults-');
    const hub = await startHub({ dataDir });
    const postgres = new PostgresProcess(dataDir);
    try {
      const installation = await install(hub.api, { apiAccount: true });
      const { witness, testimony, forget } = callWitness(options, { url: hub.url, installation });
      const load = await settleRate(witness, options.posts);
      await witness.reached(options.posts * 0.3);
      const away = await standStill(hub, postgres, options.outageMs);
      const mendedAt = performance.now();
      const faults = [...away.faults];
      await hub.ready(60_000).catch((error) => faults.push(`not ready within 60 s after PostgreSQL was back: ${error.message.slice(0, 300)}`));
      const mendedMs = Math.round(performance.now() - mendedAt);
      await witness.done;
      const holdings = await drain({ api: hub.api, dataDir });
      const outcome = {
        facts: { ...load, outageMs: options.outageMs, unreadyAfterMs: away.unreadyAfterMs, mendedMs, triesIn: witness.progress.posted },
        reckoning: reckon(testimony(), holdings, [away.outage]),
        faults: [...faults, ...strangeAnswers(witness.progress), ...holdings.faults],
      };
      forget();
      return outcome;
    } finally {
      if (postgres.pid !== undefined) postgres.resume();
      await endHub(hub);
      if (!options.keep) await removeDataDir(dataDir);
    }
  },
};

/** @param {import('../../e2e/hub.mjs').Hub} hub @param {PostgresProcess} postgres @param {number} outageMs */
async function standStill(hub, postgres, outageMs) {
  const faults = [];
  postgres.pause();
  const from = Date.now();
  const unready = () => fetch(`${hub.url}/health/ready`, { signal: AbortSignal.timeout(10_000) }).then((answer) => answer.status === 503);
  await until('readiness says 503', unready, { timeoutMs: NOTICE_MS }).catch(() => faults.push(`ready was not 503 within ${NOTICE_MS} ms of PostgreSQL standing still`));
  const unreadyAfterMs = Date.now() - from;
  await pause(Math.max(0, outageMs - unreadyAfterMs));
  if (!(await unready().catch(() => false))) faults.push('ready was not 503 at the end of the outage');
  if (!hub.running) faults.push('the hub ended during the outage');
  const to = Date.now();
  postgres.resume();
  return { outage: { from, to }, unreadyAfterMs, faults };
}
