import { endHub, freePort, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { pause, until } from '../../e2e/until.mjs';
import { cpuSecondsOf, memoryOf } from '../../e2e/usage.mjs';
import { databaseOf } from '../../faults/database.mjs';
import { startTelegram } from '../../simulators/telegram/process.mjs';
import { startFloor } from '../floor/process.mjs';
import { loadFrom } from '../loader.mjs';
import { waiting } from './offering.mjs';

const MIB = 2 ** 20;
const CONNECTIONS = 32;
const SECRET = 'a_secret_of_the_benchmark';

/**
 * Telegram bots in one hub process with everything in it, the simulated Bot API in another: what many cost that are polled, then
 * updates that come by webhook at a fixed rate, against the floor of intake at the same rate.
 * @param {import('../databases.mjs').Databases} databases @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say
 */
export async function measureMessengers(databases, options, say) {
  const dataDir = makeDataDir('tributary-bench-');
  const telegram = await startTelegram(await freePort());
  const hub = await startHub({ dataDir });
  const scene = { hub, telegram, database: databaseOf(dataDir), say };
  try {
    await install(hub.api);
    return { polled: await pollMany(scene, options), webhooks: await callAtRate(scene, databases, options) };
  } finally {
    await endHub(hub);
    await telegram.stop();
    await removeDataDir(dataDir);
  }
}

/**
 * @typedef {object} Scene
 * @property {import('../../e2e/hub.mjs').Hub} hub
 * @property {Awaited<ReturnType<typeof startTelegram>>} telegram
 * @property {import('../../faults/database.mjs').Database} database
 * @property {(line: string) => void} say
 */

/** @param {Scene} scene @param {import('../options.mjs').BenchOptions} options */
async function pollMany({ hub, telegram, say }, { bots, idleSeconds }) {
  // A first bot takes with it what is loaded once.
  const first = await addBot({ hub, telegram }, 'poll');
  await alive(hub, 1);
  await pause(idleSeconds * 1000);
  const before = memoryOf(hub.pid).rssBytes / MIB;
  const ids = [first];
  for (let n = 1; n < bots; n += 1) ids.push(await addBot({ hub, telegram }, 'poll'));
  await alive(hub, bots);
  await pause(idleSeconds * 1000);
  const cpuBefore = cpuSecondsOf(hub.pid);
  const startedAt = performance.now();
  await pause(idleSeconds * 1000);
  const cpuShare = (cpuSecondsOf(hub.pid) - cpuBefore) / ((performance.now() - startedAt) / 1000);
  const after = memoryOf(hub.pid).rssBytes / MIB;
  say(`messengers: ${bots} bots polled, ${(after - before).toFixed(0)} MiB more than one, ${(cpuShare * 100).toFixed(1)} % of a core`);
  for (const id of ids) await hub.api.call('DELETE', `/api/v1/accounts/${id}`);
  return { bots, beforeMiB: before, addedMiB: after - before, cpuShare };
}

/** @param {Scene} scene @param {import('../databases.mjs').Databases} databases @param {import('../options.mjs').BenchOptions} options */
async function callAtRate(scene, databases, { webhookRate, sustainedSeconds, runs }) {
  const { hub, database, say } = scene;
  const account = await addBot(scene, 'webhook');
  await databases.install('messenger_floor');
  const floor = await startFloor('intake-server', { url: databases.url('messenger_floor'), account });
  const posts = webhookRate * sustainedSeconds;
  const order = { connections: CONNECTIONS, posts, rate: webhookRate };
  /** @type {{ floor: import('../generator.mjs').LoadResult[], product: import('../generator.mjs').LoadResult[] }} */
  const sides = { floor: [], product: [] };
  const headers = { 'x-telegram-bot-api-secret-token': SECRET };
  const stored = async () => Number((await database.query('select count(*)::int as n from intake.contact'))[0].n);
  let firstPerson = 0;
  const begun = await stored();
  try {
    for (let n = 0; n < runs; n += 1) {
      const bare = await loadFrom({ ...order, port: floor.answer.port, path: '/', run: `f${n}`, firstPerson });
      sides.floor.push(bare);
      const product = await loadFrom({ ...order, port: Number(new URL(hub.url).port), path: `/webhooks/telegram/${account}`, run: `p${n}`, firstPerson, body: 'telegram', headers });
      firstPerson += posts;
      await until('the updates are handled', async () => (await waiting({ database })) === 0, { timeoutMs: 120_000 });
      sides.product.push(product);
      say(`messengers: ${webhookRate} webhooks/s for ${sustainedSeconds} s: p99 ${product.latency.p99Ms} ms, floor ${bare.latency.p99Ms} ms`);
    }
    const [row] = await database.query(`
      select (select count(*) from intake.contact i where not exists (select from lead.contact l where l.id = i.id))::int as unmatched,
             (select count(*) from (select from lead.lead where status = 'open' group by person_id, line having count(*) > 1) d)::int as second_leads`);
    const accepted = sides.product.reduce((sum, one) => sum + one.accepted, 0);
    const more = (await stored()) - begun;
    return { rate: webhookRate, seconds: sustainedSeconds, accepted, offered: posts * runs, lost: Math.max(0, accepted - more) + row.unmatched, twice: Math.max(0, more - posts * runs) + row.second_leads, ...byP99(sides) };
  } finally {
    await floor.end();
  }
}

/** @param {{ floor: any[], product: any[] }} sides */
function byP99(sides) {
  const of = (/** @type {any[]} */ all) => all.map(({ latency }) => latency).sort((a, b) => a.p99Ms - b.p99Ms)[all.length >> 1];
  return { floor: of(sides.floor), product: of(sides.product) };
}

/** @param {Pick<Scene, 'hub' | 'telegram'>} scene @param {'poll' | 'webhook'} mode @returns {Promise<string>} account id */
async function addBot({ hub, telegram }, mode) {
  const { token } = await telegram.operate('POST', 'bots', {});
  const settings = { token, apiRoot: telegram.url, mode, ...(mode === 'webhook' && { secret: SECRET }) };
  return (await hub.api.post('/api/v1/accounts', { channel: 'telegram', name: 'Bot', line: 'main', settings })).id;
}

/** @param {import('../../e2e/hub.mjs').Hub} hub @param {number} bots */
async function alive(hub, bots) {
  const isAlive = (/** @type {any} */ { channel, consumer }) => channel === 'telegram' && consumer.status === 'alive';
  await until('all bots are polled', async () => (await hub.api.all('/api/v1/connectors')).filter(isAlive).length >= bots, { timeoutMs: 120_000, everyMs: 500 });
}
