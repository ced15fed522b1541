import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { PostgresProcess } from '../../e2e/postgres.mjs';
import { signal } from '../../e2e/processes.mjs';
import { pause, until } from '../../e2e/until.mjs';
import { startDovecot } from '../../mail/dovecot.mjs';
import { withDovecot } from '../../system/dovecot.mjs';
import { serveDatabase } from '../database.mjs';
import { ConnectorWatch } from '../mail/connector-watch.mjs';
import { planLetters } from '../mail/letters.mjs';
import { reckoned } from '../mail/mail-scene.mjs';
import { addMailbox, untilStored, USER } from '../mail/mail-stand.mjs';
import { MailWitness } from '../mail/mail-witness.mjs';

const RATE = 10;
/** An account moves within this when its instance dies (design §4). */
const TAKEOVER_MS = 10_000;
/** A new owner connects, and stores. */
const FIRST_MAIL_MS = 5_000;
/** Mail goes on so long after the owner woke. */
const AWAKE_MS = 5_000;
/** More than are delivered in all of it. */
const MOST_LETTERS = 5_000;
const CYCLE_MS = 60_000;

/**
 * Two processes with the target `email` over one database. The one that owns the mailbox is killed with kill -9; then the
 * next owner stands still (SIGSTOP) for 30 s and wakes, having lost the mailbox meanwhile.
 * @type {import('../scene.mjs').Campaign}
 */
export const mailOwners = {
  name: 'mail-owners',
  title: 'the process that reads the mailbox is killed, and stands still',
  async run(options) {
    if (!withDovecot()) throw new Error('needs Dovecot (Debian: apt-get install dovecot-imapd dovecot-lmtpd)');
    const dovecot = await startDovecot();
    const dataDir = makeDataDir('tributary-faults-');
    const notes = mkdtempSync(join(tmpdir(), 'tributary-mail-'));
    const database = await serveDatabase(dataDir);
    /** @type {import('../../e2e/hub.mjs').Hub[]} */
    const hubs = [];
    const start = async (/** @type {string} */ target, env = {}) => {
      const hub = await startHub({ dataDir, databaseUrl: database.url, target, env });
      hubs.push(hub);
      return hub;
    };
    try {
      const { api } = await start('form,lead,notifier,console');
      const readers = [await start('email'), await start('email')];
      const account = await addMailbox(api, dovecot.ports.imap);
      const watch = new ConnectorWatch(api, account);
      await watch.untilCycle(CYCLE_MS);
      const witness = await MailWitness.open(join(notes, 'testimony.jsonl'), ({ source }) => dovecot.deliver(USER, source), RATE);
      const acts = { over: false };
      const delivering = witness.deliverUntil(planLetters({ seed: options.seed, mails: MOST_LETTERS }), acts);
      await witness.reached(50);

      const first = await ownerAmong(readers, database, account);
      await first.kill();
      const killed = await takeover(database, account, first.pid);
      const again = await start('email');

      const second = await ownerAmong([...readers, again], database, account);
      signal(second.pid, 'SIGSTOP');
      const stoppedAt = performance.now();
      const paused = await takeover(database, account, second.pid);
      await pause(Math.max(0, options.pauseMs - (performance.now() - stoppedAt)));
      signal(second.pid, 'SIGCONT');
      await second.ready();
      await pause(AWAKE_MS);

      acts.over = true;
      await delivering;
      const testimony = await witness.close();
      const missing = await untilStored(database, testimony.map(({ messageId }) => messageId));
      await watch.untilCycle(CYCLE_MS);
      await watch.stop();
      return {
        facts: { delivered: testimony.length, killedLeaseMs: killed.leaseMs, killedMailMs: killed.mailMs, pausedLeaseMs: paused.leaseMs, pausedMailMs: paused.mailMs, pauseMs: options.pauseMs },
        faults: [...killed.faults, ...paused.faults, ...(missing > 0 ? [`${missing} mails did not arrive`] : [])],
        ...(await reckoned(options, { api, database }, testimony)),
      };
    } finally {
      await Promise.all(hubs.map(endHub));
      await dovecot.stop();
      await database.stop();
      await new PostgresProcess(dataDir).end();
      rmSync(notes, { recursive: true, force: true });
      if (!options.keep) await removeDataDir(dataDir);
    }
  },
};

/** @param {readonly import('../../e2e/hub.mjs').Hub[]} hubs @param {import('../database.mjs').Database} database @param {string} account */
async function ownerAmong(hubs, database, account) {
  const pid = await ownerOf(database, account);
  const owner = hubs.find((hub) => hub.pid === pid);
  if (!owner) throw new Error(`process ${pid} owns the mailbox, which is none of ours`);
  return owner;
}

/** Pid of the process that holds the account's lease now. @param {import('../database.mjs').Database} database @param {string} account */
async function ownerOf(database, account) {
  const [row] = await database.query('select l.owner from intake.lease l join intake.instance i on i.id = l.owner and i.until > now() where l.account_id = $1', [account]);
  return row === undefined ? undefined : Number(/ (\d+) /.exec(row.owner)?.[1]);
}

/** From now until somebody else holds the lease, and until it stored a mail. @param {import('../database.mjs').Database} database @param {string} account @param {number} from  pid of the one that is gone */
async function takeover(database, account, from) {
  const at = performance.now();
  const since = () => Math.round(performance.now() - at);
  const [{ now }] = await database.query('select now()');
  const moved = async () => {
    const owner = await ownerOf(database, account);
    return owner !== undefined && owner !== from;
  };
  const faults = [];
  await until('the lease moves', moved, { timeoutMs: TAKEOVER_MS * 3 });
  const leaseMs = since();
  if (leaseMs > TAKEOVER_MS) faults.push(`the lease moved after ${leaseMs} ms only`);
  await until('a mail is stored', async () => (await database.query('select 1 from intake.contact where received_at > $1 limit 1', [now])).length > 0, { timeoutMs: TAKEOVER_MS * 3 });
  const mailMs = since();
  if (mailMs > TAKEOVER_MS + FIRST_MAIL_MS) faults.push(`mail came again after ${mailMs} ms only`);
  return { leaseMs, mailMs, faults };
}
