import { readFileSync, readdirSync } from 'node:fs';
import { endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { PostgresProcess } from '../../e2e/postgres.mjs';
import { pause, until } from '../../e2e/until.mjs';
import { cpuSecondsOf, cpuSecondsOfServer, memoryOf } from '../../e2e/usage.mjs';
import { databaseOf } from '../../faults/database.mjs';
import { ImapProcess } from '../../simulators/imap/process.mjs';
import { eventLoopOf } from '../event-loop.mjs';
import { percentiles } from '../statistics.mjs';

const MIB = 2 ** 20;
const POSTS_AT_ONCE = 16;
/** How long the server is away when it restarts. */
const AWAY_MS = 5_000;
const PATIENCE_MS = 300_000;

/**
 * Many mailboxes over TLS in one hub process with everything in it, the simulated server in another: all wait in IDLE,
 * then each gets one mail; then the server restarts, then the hub.
 * @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say
 */
export async function measureMailboxes({ mailboxes, idleMinutes }, say) {
  const dataDir = makeDataDir('tributary-bench-');
  const server = new ImapProcess();
  let hub = await startHub({ dataDir });
  try {
    const port = await server.call('listen', { tls: true });
    await install(hub.api, { managers: 10 });
    /** @type {Scene} */
    const scene = { hub, server, port, mailboxes, postgres: new PostgresProcess(dataDir), database: databaseOf(dataDir), say };
    const connecting = await connectAll(scene);
    const idle = await stayIdle(scene, idleMinutes);
    const mail = await oneMailEach(scene);
    const serverRestart = await restartServer(scene);
    const peakRssMiB = mib(memoryOf(hub.pid).peakRssBytes);
    const { restarted, ...hubRestart } = await restartHub(scene);
    hub = restarted;
    const { errors } = await server.call('counts');
    if (errors.length > 0) throw new Error(`the simulated server failed: ${errors[0]}`);
    return { mailboxes, connecting, idle, mail, serverRestart, hubRestart, peakRssMiB };
  } finally {
    await endHub(hub);
    await server.stop();
    await removeDataDir(dataDir);
  }
}

/**
 * @typedef {object} Scene
 * @property {import('../../e2e/hub.mjs').Hub} hub
 * @property {ImapProcess} server
 * @property {number} port
 * @property {number} mailboxes
 * @property {PostgresProcess} postgres
 * @property {import('../../faults/database.mjs').Database} database
 * @property {(line: string) => void} say
 */

/** @param {Scene} scene */
async function connectAll(scene) {
  const { hub, server, mailboxes, port, say } = scene;
  for (let n = 0; n < mailboxes; n += 1) await server.call('addUser', nameOf(n));
  await eventLoopOf(hub);
  const begunAt = performance.now();
  let next = 0;
  const post = async () => {
    for (let n = next++; n < mailboxes; n = next++) {
      const settings = { user: nameOf(n), password: 'secret', host: '127.0.0.1', port, secure: true };
      await hub.api.post('/api/v1/accounts', { channel: 'email', name: `Box ${n}`, line: 'main', settings });
    }
  };
  await Promise.all(Array.from({ length: POSTS_AT_ONCE }, post));
  const createdMs = performance.now() - begunAt;
  await untilAllIdle(scene);
  const allIdleMs = performance.now() - begunAt;
  const eventLoop = await eventLoopOf(hub);
  say(`mailboxes: ${mailboxes} created in ${seconds(createdMs)} s, all in IDLE after ${seconds(allIdleMs)} s, event loop p99 ${eventLoop.p99Ms.toFixed(0)} ms`);
  return { createdMs, allIdleMs, eventLoop };
}

/** @param {Scene} scene @param {number} minutes */
async function stayIdle({ hub, server, mailboxes, postgres, database, say }, minutes) {
  const cpu = () => ({ hub: cpuSecondsOf(hub.pid), postgres: cpuSecondsOfServer(/** @type {number} */ (postgres.pid)) });
  const transactions = async () => Number((await database.query('select xact_commit + xact_rollback as n from pg_stat_database where datname = current_database()'))[0].n);
  const before = { cpu: cpu(), transactions: await transactions() };
  await eventLoopOf(hub);
  const rssMiB = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    await pause(60_000);
    rssMiB.push(mib(memoryOf(hub.pid).rssBytes));
    const { connections } = await server.call('counts');
    if (connections < mailboxes) throw new Error(`only ${connections} of ${mailboxes} connections are left`);
  }
  const after = { cpu: cpu(), transactions: await transactions() };
  const idleSeconds = minutes * 60;
  const figures = {
    minutes,
    rssMiB: Math.max(...rssMiB),
    cpuMsPerMailboxPerMinute: ((after.cpu.hub - before.cpu.hub) * 1000) / mailboxes / minutes,
    cpuShareHub: (after.cpu.hub - before.cpu.hub) / idleSeconds,
    cpuSharePostgres: (after.cpu.postgres - before.cpu.postgres) / idleSeconds,
    transactionsPerSecond: (after.transactions - before.transactions) / idleSeconds,
    eventLoop: await eventLoopOf(hub),
    fileDescriptors: readdirSync(`/proc/${hub.pid}/fd`).length,
    fileDescriptorLimit: Number(/^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${hub.pid}/limits`, 'latin1'))?.[1]),
  };
  say(`mailboxes: ${minutes} min idle, ${figures.rssMiB} MiB, ${(figures.cpuShareHub * 100).toFixed(1)} % of a core, ${figures.transactionsPerSecond.toFixed(1)} transactions/s`);
  return figures;
}

/** @param {Scene} scene */
async function oneMailEach({ hub, server, mailboxes, database, say }) {
  await eventLoopOf(hub);
  const deliveredAtMs = await Promise.all(Array.from({ length: mailboxes }, async (_, n) => {
    const at = Date.now();
    await server.call('deliver', nameOf(n), mailOf(n));
    return at;
  }));
  await until('every mail is a lead', async () => (await assigned(database)).length >= mailboxes, { timeoutMs: PATIENCE_MS, everyMs: 500 });
  const leads = await assigned(database);
  const delays = leads.map(({ external_id, assigned_ms }) => Number(assigned_ms) - (deliveredAtMs[mailNumber(external_id)] ?? Number.NaN));
  if (new Set(leads.map(({ lead_id }) => lead_id)).size !== mailboxes) throw new Error(`${mailboxes} mails did not make ${mailboxes} leads`);
  const figures = { ...percentiles(delays), eventLoop: await eventLoopOf(hub), rssMiB: mib(memoryOf(hub.pid).rssBytes) };
  say(`mailboxes: one mail each, all leads after ${seconds(figures.maxMs)} s, p95 ${figures.p95Ms.toFixed(0)} ms`);
  return figures;
}

/** @param {Scene['database']} database @returns {Promise<{ external_id: string, lead_id: string, assigned_ms: string }[]>} */
function assigned(database) {
  return database.query(`select external_id, lead_id, extract(epoch from assigned_at) * 1000 as assigned_ms from lead.contact where channel = 'email' and assigned_at is not null`);
}

/** @param {Scene} scene */
async function restartServer(scene) {
  const { hub, server, port, say } = scene;
  await eventLoopOf(hub);
  await server.call('close');
  await pause(AWAY_MS);
  await server.call('listen', { tls: true, port });
  const begunAt = performance.now();
  const begunAtMs = Date.now();
  await untilAllIdle(scene);
  const figures = { awayMs: AWAY_MS, allIdleMs: performance.now() - begunAt, mostConnectionsInASecond: await server.call('busiestSecond', begunAtMs), eventLoop: await eventLoopOf(hub) };
  say(`mailboxes: all back ${seconds(figures.allIdleMs)} s after the server, at most ${figures.mostConnectionsInASecond} connections in a second`);
  return figures;
}

/** @param {Scene} scene */
async function restartHub(scene) {
  const { say } = scene;
  const begunAt = performance.now();
  const { code } = await scene.hub.stop();
  if (code !== 0) throw new Error(`the hub ended with ${code}`);
  const stopMs = performance.now() - begunAt;
  const startedAt = performance.now();
  const restarted = await startHub({ dataDir: scene.hub.options.dataDir });
  const readyMs = performance.now() - startedAt;
  await untilAllIdle(scene);
  const figures = { stopMs, readyMs, allIdleMs: performance.now() - startedAt, eventLoop: await eventLoopOf(restarted), rssMiB: mib(memoryOf(restarted.pid).rssBytes) };
  say(`mailboxes: hub ended in ${seconds(stopMs)} s, ready in ${seconds(readyMs)} s, all in IDLE after ${seconds(figures.allIdleMs)} s`);
  return { ...figures, restarted };
}

/** Each mailbox on one connection that waits; those of first fetches are gone. @param {Scene} scene */
async function untilAllIdle({ server, mailboxes }) {
  await until('all mailboxes are in IDLE', async () => {
    const { connections, idling } = await server.call('counts');
    return idling === mailboxes && connections === mailboxes;
  }, { timeoutMs: PATIENCE_MS });
}

/** @param {number} n */
function nameOf(n) {
  return `box${n}@acme.example`;
}

/** Which of the mails a contact was made of, by its Message-ID. @param {string} externalId */
function mailNumber(externalId) {
  return Number(/bench-(\d+)@/.exec(externalId)?.[1]);
}

/** @param {number} n */
function mailOf(n) {
  return [
    `From: =?utf-8?B?${Buffer.from(`Клиент ${n}`).toString('base64')}?= <client${n}@client.example>`,
    `To: ${nameOf(n)}`,
    'Subject: Order',
    `Message-ID: <bench-${n}@client.example>`,
    'Date: Tue, 24 Nov 2026 10:00:00 +0300',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Здравствуйте! Нужны ${n} окон, сколько это будет стоить?`,
    '',
  ].join('\r\n');
}

/** @param {number} bytes */
function mib(bytes) {
  return Math.round(bytes / MIB);
}

/** @param {number} ms */
function seconds(ms) {
  return (ms / 1000).toFixed(1);
}
