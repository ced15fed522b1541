import { until } from '../../e2e/until.mjs';
import { loadFrom } from '../loader.mjs';
import { slope } from '../statistics.mjs';

const CONNECTIONS = 64;
const SAMPLE_MS = 500;
/** The backlog may swing, but not grow by more than this share of what comes in. */
const GROWTH = 0.01;

/**
 * @typedef {object} Scene  what is posted to, and how it is watched
 * @property {number} port  of the process that takes the posts
 * @property {string} form  account id
 * @property {import('../../faults/database.mjs').Database} database
 * @property {() => Record<string, number>} cpu  CPU seconds so far, by process
 * @property {number} persons  known before
 * @property {number} offered  so far
 * @property {number} accepted  so far
 */

/**
 * Posts at a fixed rate and waits until all of it is handled.
 * @param {Scene} scene @param {number} rate @param {number} seconds
 */
export async function offer(scene, rate, seconds) {
  const posts = rate * seconds;
  const before = scene.cpu();
  const loading = loadFrom({ port: scene.port, path: `/f/${scene.form}`, run: `e${scene.offered}`, connections: CONNECTIONS, firstPerson: scene.persons + scene.offered, posts, repeatsOf: scene.persons, rate });
  scene.offered += posts;
  const samples = await watch(scene, loading);
  const load = await loading;
  scene.accepted += load.accepted;
  const drainedAt = performance.now();
  await until('the backlog is drained', async () => (await waiting(scene)) === 0, { timeoutMs: 300_000 });
  const after = scene.cpu();
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
    cpuSecondsPer1000: Object.fromEntries(Object.entries(after).map(([name, seconds]) => [name, ((seconds - (before[name] ?? 0)) / posts) * 1000])),
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

/** By the tallies, a handful of rows. @param {Pick<Scene, 'database'>} scene @returns {Promise<number>} accepted and not yet handled */
export async function waiting({ database }) {
  const [row] = await database.query(`
    select (select coalesce(sum(accepted), 0) from intake.tally)
         - (select coalesce(sum(leads_opened + joined + not_leads + quarantined), 0) from lead.tally) as waiting`);
  return Number(row.waiting);
}

/** Nothing lost, nothing twice, by the tables. @param {Scene} scene */
export async function accounts({ database, offered, accepted }) {
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
