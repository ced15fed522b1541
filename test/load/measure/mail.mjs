import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { until } from '../../e2e/until.mjs';
import { cpuSecondsOf, memoryOf } from '../../e2e/usage.mjs';
import { databaseOf } from '../../faults/database.mjs';
import { ConnectorWatch } from '../../faults/mail/connector-watch.mjs';
import { planLetters } from '../../faults/mail/letters.mjs';
import { MailWitness } from '../../faults/mail/mail-witness.mjs';
import { startDovecot } from '../../mail/dovecot.mjs';
import { fillMailbox } from '../../mail/maildir.mjs';
import { withDovecot } from '../../system/dovecot.mjs';
import { percentiles } from '../statistics.mjs';

const LETTERS_PER_SECOND = 5;
const PATIENCE_MS = 900_000;
/** What fits on the first screens. */
const VISIBLE = 100;
/** More than are delivered in the longest first fetch. */
const MOST_LIVE = 5_000;
const HOUR_MS = 3_600_000;

/**
 * From a real Dovecot: how long from "delivered" (the answer to LMTP) to a lead with a manager, alone and while thousands of
 * old mails of the same mailbox are fetched for the first time.
 * @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say
 */
export async function measureMail({ letters, oldMails }, say) {
  if (!withDovecot()) throw new Error('needs Dovecot (Debian: apt-get install dovecot-imapd dovecot-lmtpd)');
  const dataDir = makeDataDir('tributary-bench-');
  const notes = mkdtempSync(join(tmpdir(), 'tributary-bench-mail-'));
  const dovecot = await startDovecot();
  const hub = await startHub({ dataDir });
  try {
    await install(hub.api, { managers: 10 });
    /** @type {Scene} */
    const scene = { hub, dovecot, database: databaseOf(dataDir), notes, say };
    const alone = await deliverAlone(scene, letters);
    const firstFetch = await fetchFirst(scene, oldMails);
    return { lettersPerSecond: LETTERS_PER_SECOND, alone, firstFetch, peakRssMiB: Math.round(memoryOf(hub.pid).peakRssBytes / 2 ** 20) };
  } finally {
    await endHub(hub);
    await dovecot.stop();
    await removeDataDir(dataDir);
    rmSync(notes, { recursive: true, force: true });
  }
}

/**
 * @typedef {object} Scene
 * @property {import('../../e2e/hub.mjs').Hub} hub
 * @property {import('../../mail/dovecot.mjs').Dovecot} dovecot
 * @property {import('../../faults/database.mjs').Database} database
 * @property {string} notes  folder for the witnesses' files
 * @property {(line: string) => void} say
 */

/** @param {Scene} scene @param {number} letters */
async function deliverAlone(scene, letters) {
  await addMailbox(scene, 'alone');
  const witness = await openWitness(scene, 'alone');
  await witness.deliverAll(leadsOf('alone', letters));
  const delays = await delaysOf(scene, await witness.close());
  const figures = { letters: delays.length, ...percentiles(delays) };
  scene.say(`mail: ${figures.letters} letters, delivered to assigned p50 ${figures.p50Ms.toFixed(0)} ms, p95 ${figures.p95Ms.toFixed(0)} ms`);
  return figures;
}

/** @param {Scene} scene @param {number} oldMails */
async function fetchFirst(scene, oldMails) {
  const { hub, dovecot, database, say } = scene;
  const old = leadsOf('old', oldMails);
  const from = Date.now() - 48 * HOUR_MS;
  await fillMailbox(dovecot, 'full', old.map(({ source }, n) => ({ source, arrivedAt: new Date(from + (n * 47 * HOUR_MS) / old.length) })));
  const cpuBefore = cpuSecondsOf(hub.pid);
  const begunAt = performance.now();
  const account = await addMailbox(scene, 'full', { firstFetchDays: null });
  const witness = await openWitness(scene, 'full');
  const seconds = async (/** @type {number} */ count) => {
    await until(`${count} old mails have a lead`, async () => (await assignedOld(database)) >= count, { timeoutMs: PATIENCE_MS, everyMs: 200 });
    return (performance.now() - begunAt) / 1000;
  };
  const fetching = { over: false };
  const fetched = Promise.all([seconds(VISIBLE), seconds(old.length)]).finally(() => (fetching.over = true));
  await witness.deliverUntil(leadsOf('live', MOST_LIVE), fetching);
  const [visibleSeconds, allSeconds] = await fetched;
  const live = await delaysOf(scene, await witness.close());
  const figures = {
    mails: old.length,
    seconds: allSeconds,
    mailsPerSecond: old.length / allSeconds,
    visible: VISIBLE,
    visibleSeconds,
    newestFirst: await newestFirst(database, account),
    cpuSecondsPer1000: ((cpuSecondsOf(hub.pid) - cpuBefore) / old.length) * 1000,
    live: { letters: live.length, ...percentiles(live) },
  };
  say(`mail: first fetch of ${old.length} in ${allSeconds.toFixed(1)} s, the newest ${VISIBLE} after ${visibleSeconds.toFixed(1)} s; ${live.length} live letters meanwhile: p95 ${figures.live.p95Ms.toFixed(0)} ms`);
  return figures;
}

/** Follows the mailbox from its first cycle on. @param {Scene} scene @param {string} user @param {Record<string, unknown>} [settings] @returns {Promise<string>} account id */
async function addMailbox({ hub, dovecot }, user, settings = {}) {
  const { id } = await hub.api.post('/api/v1/accounts', {
    channel: 'email',
    name: user,
    line: 'main',
    settings: { host: '127.0.0.1', port: dovecot.ports.imaps, secure: true, user, address: `${user}@shop.example`, password: 'secret', ...settings },
  });
  const watch = new ConnectorWatch(hub.api, id);
  await watch.until('the mailbox is followed', ({ consumer }) => consumer.lastCycleAt, 60_000);
  await watch.stop();
  return id;
}

/** @param {Scene} scene @param {string} user */
function openWitness({ dovecot, notes }, user) {
  return MailWitness.open(join(notes, user), ({ source }) => dovecot.deliver(user, source), LETTERS_PER_SECOND);
}

/** @param {string} run @param {number} count */
function leadsOf(run, count) {
  return planLetters({ seed: 1, mails: Math.ceil(count * 1.2) + 20, run }).filter(({ expect }) => expect === 'lead').slice(0, count);
}

/** Waits until all have a lead with a manager. @param {Scene} scene @param {import('../../faults/mail/mail-witness.mjs').MailTestimony[]} testimony @returns {Promise<number[]>} ms from delivered to assigned, by the machine's one clock */
async function delaysOf({ database }, testimony) {
  return until('every letter has a lead', async () => {
    const rows = await database.query(
      `select extract(epoch from c.assigned_at) * 1000 - t.delivered as delay
         from unnest($1::text[], $2::float8[]) as t (id, delivered) join lead.contact c on starts_with(c.external_id, t.id || '#') and c.assigned_at is not null`,
      [testimony.map(({ messageId }) => messageId), testimony.map(({ deliveredAt }) => deliveredAt)],
    );
    return rows.length >= testimony.length ? rows.map(({ delay }) => Number(delay)) : undefined;
  }, { timeoutMs: 120_000, everyMs: 500 });
}

/** @param {Scene['database']} database */
async function assignedOld(database) {
  const [row] = await database.query(`select count(*)::int as assigned from lead.contact where external_id like 'old-%' and assigned_at is not null`);
  return row.assigned;
}

/** Whether each submission of the first fetch is older mail than the one before. @param {Scene['database']} database @param {string} account */
async function newestFirst(database, account) {
  const [row] = await database.query(
    `with batch as (
       select received_at, min(n) as oldest, max(n) as newest
         from (select received_at, split_part(split_part(external_id, '@', 1), '-', 3)::int as n from intake.contact where account_id = $1 and external_id like 'old-%') as mail
        group by received_at)
     select coalesce(bool_and(newest < before), true) as sorted from (select newest, lag(oldest) over (order by received_at) as before from batch) as pair where before is not null`,
    [account],
  );
  return row.sorted;
}
