import { endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { PostgresProcess } from '../../e2e/postgres.mjs';
import { until } from '../../e2e/until.mjs';
import { cpuSecondsOf, cpuSecondsOfServer, memoryOf } from '../../e2e/usage.mjs';
import { databaseOf } from '../../faults/database.mjs';
import { loadFrom } from '../loader.mjs';
import { personsSql } from '../persons.mjs';
import { slope } from '../statistics.mjs';

const CONNECTIONS = 64;
const SAMPLE_MS = 500;
const RATE_STEP = 250;
const HIGHEST_RATE = 6_000;
/** The backlog may swing, but not grow by more than this share of what comes in. */
const GROWTH = 0.01;

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
    const scene = { hub, form, database: databaseOf(dataDir), postgres: new PostgresProcess(dataDir), persons: options.persons, offered: 0, accepted: 0 };
    await scene.database.query(personsSql(options.persons));
    await scene.database.query('vacuum analyze');
    await offer(scene, 500, 3);
    const goal = await offer(scene, options.offeredRate, options.sustainedSeconds);
    say(`end to end, ${options.offeredRate}/s for ${options.sustainedSeconds} s: ${goal.sustained ? 'sustained' : 'not sustained'}, most waiting ${goal.mostWaiting}`);
    const highest = options.trialSeconds > 0 ? await highestRate(scene, options, say) : undefined;
    return { ...goal, highestSustainedRate: highest, ...(await accounts(scene)), peakRssMiB: Math.round(memoryOf(hub.pid).peakRssBytes / 2 ** 20) };
  } finally {
    await endHub(hub);
    await removeDataDir(dataDir);
  }
}

/**
 * @typedef {{ hub: import('../../e2e/hub.mjs').Hub, form: string, database: import('../../faults/database.mjs').Database, postgres: PostgresProcess, persons: number, offered: number, accepted: number }} Scene
 */

/** @param {Scene} scene @param {number} rate @param {number} seconds */
async function offer(scene, rate, seconds) {
  const posts = rate * seconds;
  const cpu = () => ({ hub: cpuSecondsOf(scene.hub.pid), postgres: cpuSecondsOfServer(/** @type {number} */ (scene.postgres.pid)) });
  const before = cpu();
  const loading = loadFrom({ port: Number(new URL(scene.hub.url).port), path: `/f/${scene.form}`, run: `e${scene.offered}`, connections: CONNECTIONS, firstPerson: scene.persons + scene.offered, posts, repeatsOf: scene.persons, rate });
  scene.offered += posts;
  const samples = await watch(scene, loading);
  const load = await loading;
  scene.accepted += load.accepted;
  const drainedAt = performance.now();
  await until('the backlog is drained', async () => (await waiting(scene)) === 0, { timeoutMs: 300_000 });
  const after = cpu();
  const later = samples.filter(([at]) => at > seconds / 4);
  const growth = slope(later);
  const offeredInTime = load.seconds < seconds * 1.02 + 0.5;
  return {
    offeredRate: rate,
    seconds,
    acceptedPerSecond: load.accepted / load.seconds,
    refused: posts - load.accepted,
    answers: load.answers,
    latency: load.latency,
    mostWaiting: Math.max(0, ...samples.map(([, count]) => count)),
    backlogGrowthPerSecond: growth,
    drainMs: Math.round(performance.now() - drainedAt),
    sustained: offeredInTime && load.accepted === posts && growth <= rate * GROWTH,
    cpuSecondsPer1000: { hub: ((after.hub - before.hub) / posts) * 1000, postgres: ((after.postgres - before.postgres) / posts) * 1000 },
  };
}

/** Samples of what waits while the load runs: [seconds, contacts]. @param {Scene} scene @param {Promise<unknown>} loading */
async function watch(scene, loading) {
  /** @type {[number, number][]} */
  const samples = [];
  const startedAt = performance.now();
  let over = false;
  const ended = loading.finally(() => (over = true)).catch(() => undefined);
  while (!over) {
    samples.push([(performance.now() - startedAt) / 1000, await waiting(scene)]);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, SAMPLE_MS))]);
  }
  return samples;
}

/** By the tallies, a handful of rows. @param {Scene} scene @returns {Promise<number>} accepted and not yet handled */
async function waiting({ database }) {
  const [row] = await database.query(`
    select (select coalesce(sum(accepted), 0) from intake.tally)
         - (select coalesce(sum(leads_opened + joined + not_leads + quarantined), 0) from lead.tally) as waiting`);
  return Number(row.waiting);
}

/** Bisects between what was sustained and what was not. @param {Scene} scene @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say */
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

/** Nothing lost, nothing twice, by the tables. @param {Scene} scene */
async function accounts({ database, offered, accepted }) {
  const [row] = await database.query(`
    select (select count(*) from intake.contact)::int as stored,
           (select count(*) from lead.contact)::int as handled,
           (select count(*) from intake.contact i where not exists (select from lead.contact l where l.id = i.id))::int as unmatched,
           (select count(*) from (select from lead.lead where status = 'open' group by person_id, line having count(*) > 1) d)::int as second_leads,
           (select count(*) from lead.lead where manager_id is null)::int as unassigned`);
  // A post that was told "not now" may be stored or not: between accepted and offered nothing is lost and nothing twice.
  return {
    offered,
    accepted,
    stored: row.stored,
    lost: Math.max(0, accepted - row.stored) + row.unmatched,
    twice: Math.max(0, row.stored - offered) + row.second_leads,
    unassigned: row.unassigned,
  };
}
