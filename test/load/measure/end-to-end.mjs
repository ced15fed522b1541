import { endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { PostgresProcess } from '../../e2e/postgres.mjs';
import { cpuSecondsOf, cpuSecondsOfServer, memoryOf } from '../../e2e/usage.mjs';
import { databaseOf } from '../../faults/database.mjs';
import { personsSql } from '../persons.mjs';
import { accounts, offer } from './offering.mjs';

const RATE_STEP = 250;
const HIGHEST_RATE = 6_000;

/**
 * Posts come in at a fixed rate, and each must become a lead with a manager: accepted → assigned, everything in one
 * process with the embedded PostgreSQL. Sustained means that all are accepted and what waits does not grow.
 * @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say
 */
export async function measureEndToEnd(options, say) {
  const dataDir = makeDataDir('tributary-bench-');
  const hub = await startHub({ dataDir });
  try {
    const { form } = await install(hub.api);
    const postgres = new PostgresProcess(dataDir);
    /** @type {import('./offering.mjs').Scene} */
    const scene = {
      port: Number(new URL(hub.url).port),
      form,
      database: databaseOf(dataDir),
      cpu: () => ({ hub: cpuSecondsOf(hub.pid), postgres: cpuSecondsOfServer(/** @type {number} */ (postgres.pid)) }),
      persons: options.persons,
      offered: 0,
      accepted: 0,
    };
    await scene.database.query(personsSql(options.persons));
    await scene.database.query('vacuum analyze');
    await offer(scene, 500, 3);
    const goal = await offer(scene, options.offeredRate, options.sustainedSeconds);
    say(`end to end, ${options.offeredRate}/s for ${options.sustainedSeconds} s: ${goal.sustained ? 'sustained' : 'not sustained'}, most waiting ${goal.mostWaiting}`);
    const highest = options.trialSeconds > 0 ? await highestRate(scene, options, say) : undefined;
    return { ...goal, highestSustainedRate: highest, ...(await accounts(scene)), peakRssMiB: { hub: Math.round(memoryOf(hub.pid).peakRssBytes / 2 ** 20) } };
  } finally {
    await endHub(hub);
    await removeDataDir(dataDir);
  }
}

/** Bisects between what was sustained and what was not. @param {import('./offering.mjs').Scene} scene @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say */
async function highestRate(scene, options, say) {
  let held = 0;
  let failed = HIGHEST_RATE + RATE_STEP;
  while (failed - held > RATE_STEP) {
    const rate = Math.round((held + failed) / 2 / RATE_STEP) * RATE_STEP;
    const { sustained } = await offer(scene, rate, options.trialSeconds);
    say(`end to end, ${rate}/s for ${options.trialSeconds} s: ${sustained ? 'sustained' : 'not sustained'}`);
    if (sustained) held = rate;
    else failed = rate;
  }
  return held;
}
