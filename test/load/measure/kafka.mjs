import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrokers } from '../../../deploy/kafka/start-brokers.mjs';
import { endHub, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { until } from '../../e2e/until.mjs';
import { cpuSecondsOf, cpuSecondsOfServer, memoryOf } from '../../e2e/usage.mjs';
import { publishBulk } from '../bulk.mjs';
import { loadFrom } from '../loader.mjs';
import { personsSql } from '../persons.mjs';
import { accounts, offer, waiting } from './offering.mjs';

const DATABASE = 'kafka_product';
/** What the live lane gets beside the bulk one. */
const LIVE_RATE = 50;

/**
 * The same posts as end to end, with each service a process of its own and one Kafka broker between them; what it costs,
 * by process. Then the same live contacts with and without bulk ones in flight.
 * @param {import('../databases.mjs').Databases} databases @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say
 */
export async function measureKafka(databases, options, say) {
  await databases.install(DATABASE, (hub) => hub.api.get('/api/v1/stats'));
  const dir = mkdtempSync(join(tmpdir(), 'tributary-bench-kafka-'));
  const brokers = await startBrokers({ dir });
  const services = await startServices(databases, brokers.brokers);
  try {
    const { form } = await install(services.console.api);
    /** @type {import('./offering.mjs').Scene} */
    const scene = {
      port: Number(new URL(services.console.url).port),
      form,
      database: /** @type {any} */ ({ query: (/** @type {string} */ text) => databases.query(DATABASE, text) }),
      cpu: () => ({
        ...Object.fromEntries(Object.entries(services).map(([name, hub]) => [name, cpuSecondsOf(hub.pid)])),
        kafka: cpuSecondsOf(/** @type {number} */ (brokers.pid(1))),
        postgres: cpuSecondsOfServer(/** @type {number} */ (databases.process.pid)),
      }),
      persons: options.persons,
      offered: 0,
      accepted: 0,
    };
    await scene.database.query(personsSql(options.persons));
    await scene.database.query('vacuum analyze');
    await offer(scene, 300, 3);
    const load = await offer(scene, options.kafkaRate, options.sustainedSeconds);
    say(`Kafka, ${load.offeredRate}/s for ${load.seconds} s: ${load.sustained ? 'sustained' : 'not sustained'}, most waiting ${load.mostWaiting}`);
    const account = await accounts(scene);
    const lanes = await compareLanes(scene, brokers.brokers, options, say);
    const peakRssMiB = Object.fromEntries(Object.entries(services).map(([name, hub]) => [name, Math.round(memoryOf(hub.pid).peakRssBytes / 2 ** 20)]));
    return { ...load, ...account, lanes, peakRssMiB };
  } finally {
    for (const hub of Object.values(services)) await endHub(hub);
    await brokers.stop();
    rmSync(dir, { recursive: true, force: true });
    await databases.drop(DATABASE);
  }
}

/** @param {import('../databases.mjs').Databases} databases @param {string} brokers */
async function startServices(databases, brokers) {
  const shared = { databaseUrl: databases.url(DATABASE), dataDir: databases.dataDir };
  const start = (/** @type {string} */ target, /** @type {Record<string, string>} */ env = {}) => startHub({ ...shared, target, env: { KAFKA_BROKERS: brokers, ...env } });
  const [form, lead, notifier, relay] = await Promise.all(['form', 'lead', 'notifier', 'relay'].map((target) => start(target)));
  if (!form || !lead || !notifier || !relay) throw new Error('a service is missing');
  return { console: await start('console', { FORM_URL: form.url, LEAD_URL: lead.url, NOTIFIER_URL: notifier.url }), form, relay, lead, notifier };
}

/**
 * Of live contacts alone, and of those that came while bulk ones were being handled.
 * @param {import('./offering.mjs').Scene} scene @param {string} brokers @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say
 */
async function compareLanes(scene, brokers, options, say) {
  const { bulkContacts, laneSeconds } = options;
  const alone = await timesOf(scene, await postLive(scene, laneSeconds), 'infinity');
  const firstPerson = scene.persons + scene.offered + 1_000_000;
  await publishBulk(brokers, { form: scene.form, firstPerson, contacts: bulkContacts });
  const since = await postLive(scene, laneSeconds);
  const bulk = async () => (await scene.database.query(`select count(*)::int as handled, max(matched_at)::text as until ${BULK}`))[0];
  const [left, leftAt] = [bulkContacts - (await bulk()).handled, performance.now()];
  await until('bulk contacts are handled', async () => (await bulk()).handled >= bulkContacts, { timeoutMs: 300_000 });
  const bulkAlonePerSecond = left / ((performance.now() - leftAt) / 1_000);
  const beside = await timesOf(scene, since, (await bulk()).until);
  const growth = beside.p95Ms / alone.p95Ms;
  say(`live p95 alone ${alone.p95Ms.toFixed(0)} ms, with ${bulkContacts} bulk in flight ${beside.p95Ms.toFixed(0)} ms (${growth.toFixed(2)} times, ${beside.contacts} contacts)`);
  return { bulkContacts, alone, beside, growth, bulkPerSecond: { beside: (bulkContacts - left) / laneSeconds, alone: bulkAlonePerSecond } };
}

/** Bulk contacts don't stand in intake: they came by Kafka. */
const BULK = 'from lead.contact l where not exists (select from intake.contact i where i.id = l.id)';

/** Posts at a low rate until all are handled. @param {import('./offering.mjs').Scene} scene @param {number} seconds @returns {Promise<string>} when it began */
async function postLive(scene, seconds) {
  const since = new Date().toISOString();
  const posts = LIVE_RATE * seconds;
  const load = await loadFrom({ port: scene.port, path: `/f/${scene.form}`, run: `l${scene.offered}`, connections: 16, firstPerson: scene.persons + scene.offered, posts, rate: LIVE_RATE });
  scene.offered += posts;
  scene.accepted += load.accepted;
  await until('live contacts are assigned', async () => (await waiting(scene)) <= 0, { timeoutMs: 120_000 });
  return since;
}

/** From accepted to assigned, by the tables' own times. @param {import('./offering.mjs').Scene} scene @param {string} since @param {string} before */
async function timesOf({ database }, since, before) {
  const [row] = await database.query(`
    select count(*)::int as contacts,
           percentile_cont(0.5) within group (order by extract(epoch from l.matched_at - l.received_at)) * 1000 as p50,
           percentile_cont(0.95) within group (order by extract(epoch from l.matched_at - l.received_at)) * 1000 as p95
      from lead.contact l join intake.contact i using (id) where l.received_at between '${since}' and '${before}'`);
  return { contacts: row.contacts, p50Ms: Number(row.p50), p95Ms: Number(row.p95) };
}
