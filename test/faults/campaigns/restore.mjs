import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { until } from '../../e2e/until.mjs';
import { ImapServer } from '../../simulators/imap/server.mjs';
import { drain } from '../drain.mjs';
import { reckon } from '../reckoning.mjs';
import { callWitness, settleRate, strangeAnswers } from '../scene.mjs';

const PROGRAMS = fileURLToPath(new URL('../../../apps/hub/dist/', import.meta.url));
const MAILBOX = 'sales@shop.example';
const LASTS_SECONDS = 12;
/** Two such texts make the raw request a file. */
const LONG = 'я'.repeat(30_000);

/**
 * A backup under load, the machine lost a while later, and all of it on a fresh one: nothing that was acknowledged before the backup's
 * stated moment is missing, and what comes again is known.
 * @type {import('../scene.mjs').Campaign}
 */
export const restore = {
  name: 'restore',
  title: 'a backup under load, restored on a fresh machine',
  async run(options) {
    const [before, after, folder] = [makeDataDir('tributary-faults-'), makeDataDir('tributary-restored-'), mkdtempSync(join(tmpdir(), 'tributary-backup-'))];
    const imap = new ImapServer();
    imap.addUser(MAILBOX);
    let hub = await startHub({ dataDir: before });
    try {
      const installation = await install(hub.api, { apiAccount: true });
      const settings = { user: MAILBOX, password: 'secret', host: '127.0.0.1', port: await imap.listen(), secure: false };
      const { id: mailbox } = await hub.api.post('/api/v1/accounts', { channel: 'email', name: 'Sales', line: 'main', settings });
      await credentialIsValid(hub, mailbox);
      const { id: long } = await hub.api.post(`/f/${installation.form}`, { name: 'Long', phone: '+7 999 000-00-01', message: LONG, more: LONG });

      const { witness, testimony, forget } = callWitness(options, { url: hub.url, installation });
      const load = { ...(await settleRate(witness, options.posts)), rate: Math.ceil(options.posts / LASTS_SECONDS) };
      // Slow enough that the backup is amid the posts, and something comes after it.
      witness.setRate(load.rate);
      await witness.reached(options.posts * 0.3);
      const file = join(folder, 'drill.backup');
      const begun = performance.now();
      const told = await run('backup.js', ['--to', file], before);
      const backupSeconds = ((performance.now() - begun) / 1000).toFixed(1);
      const moment = Date.parse(String(/acknowledged before (\S+) is in it/.exec(told)?.[1]));
      if (Number.isNaN(moment)) throw new Error(`the backup states no moment: ${told}`);
      await witness.reached(options.posts * 0.9);
      await hub.kill();
      witness.giveUp();
      await witness.done;

      await run('restore.js', [file, '--without-tombstones'], after);
      hub = await startHub({ dataDir: after });
      const holdings = await drain({ api: hub.api, dataDir: after });
      const said = testimony();
      const held = new Set(holdings.contacts.map(({ id }) => id));
      const owed = said.filter(({ id, answeredAt }) => answeredAt < moment || held.has(id));
      const longOne = await hub.api.get(`/api/v1/contacts/${long}`);
      const again = said.find(({ id, answeredAt, conversation }) => answeredAt < moment && id !== long && !conversation);
      const faults = [
        ...strangeAnswers(witness.progress),
        ...(said.length > owed.length ? [] : ['nothing came after the backup: it proves little']),
        ...(longOne.text.includes(LONG) ? [] : ['the long text is not what was sent']),
        ...(again ? await sentAgain(hub, installation.form, again) : ['nothing was acknowledged before the moment']),
        ...(await credentialIsValid(hub, mailbox).then(() => [], (/** @type {Error} */ error) => [`the mailbox's secret does not work: ${error.message}`])),
        ...holdings.faults,
      ];
      const next = await hub.api.post(`/f/${installation.form}`, { name: 'After', phone: '+7 999 000-00-02', message: 'New' });
      await until('a new post is a lead', async () => (await hub.api.get(`/api/v1/contacts/${next.id}`)).lead !== undefined, { timeoutMs: 30_000 });
      const outcome = {
        facts: { ...load, backupSeconds, acknowledged: said.length, beforeTheMoment: said.filter(({ answeredAt }) => answeredAt < moment).length },
        reckoning: reckon(owed, { ...holdings, contacts: holdings.contacts.filter(({ id }) => id !== long) }),
        faults,
      };
      forget();
      return outcome;
    } finally {
      await endHub(hub);
      await imap.close();
      rmSync(folder, { recursive: true, force: true });
      if (!options.keep) for (const dataDir of [before, after]) await removeDataDir(dataDir);
    }
  },
};

/** The same key after the restore is the same contact. @param {import('../../e2e/hub.mjs').Hub} hub @param {string} form @param {import('../witness.mjs').Testimony} said */
async function sentAgain({ api }, form, { key, id, phone }) {
  const { id: now } = await api.post(`/f/${form}`, { name: 'Again', phone, message: 'Sent once more' }, { 'idempotency-key': key });
  return now === id ? [] : [`what came again under ${key} is ${now}, before it was ${id}`];
}

/** @param {string} program @param {string[]} args @param {string} dataDir @returns {Promise<string>} what it printed */
async function run(program, args, dataDir) {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAMS + program, ...args], { env: { PATH: process.env.PATH, HOME: process.env.HOME, TRIBUTARY_DATA: dataDir }, timeout: 120_000 });
  return stdout;
}

/** @param {import('../../e2e/hub.mjs').Hub} hub @param {string} accountId */
function credentialIsValid({ api }, accountId) {
  return until('the mailbox is read', async () => (await api.get('/api/v1/connectors')).items.find((/** @type {any} */ each) => each.accountId === accountId)?.credential === 'valid', { timeoutMs: 30_000 });
}
