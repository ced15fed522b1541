import { endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { PostgresProcess } from '../../e2e/postgres.mjs';
import { signal } from '../../e2e/processes.mjs';
import { pause, until } from '../../e2e/until.mjs';
import { serveDatabase } from '../database.mjs';
import { drain } from '../drain.mjs';
import { reckon } from '../reckoning.mjs';
import { callWitness, settleRate, strangeAnswers } from '../scene.mjs';

/** A standby must have taken over within this time (design §4: it moves within 10 s), with room for a busy machine. */
const TAKEOVER_MS = 15_000;

/**
 * The lead service in a process of its own stands still (SIGSTOP) while the form target accepts; then it goes on.
 * A second time with another lead process standing by, which must take over while the first still stands.
 * @type {import('../scene.mjs').Campaign}
 */
export const paused = {
  name: 'paused',
  title: 'the lead service stands still',
  async run(options) {
    const dataDir = makeDataDir('tributary-faults-');
    const database = await serveDatabase(dataDir);
    const shared = { dataDir, databaseUrl: database.url };
    /** @type {import('../../e2e/hub.mjs').Hub[]} */
    const hubs = [];
    const start = async (/** @type {import('../../e2e/hub.mjs').HubOptions} */ more) => {
      const hub = await startHub({ ...shared, ...more });
      hubs.push(hub);
      return hub;
    };
    try {
      const first = await start({ target: 'lead' });
      const door = await start({ target: 'form,notifier,console', env: { LEAD_URL: first.url } });
      const installation = await install(door.api, { apiAccount: true });
      const { witness, testimony, forget } = callWitness(options, { url: door.url, installation });
      const load = await settleRate(witness, options.posts);
      // So slow that the posts outlast both pauses.
      const rate = Math.min(load.rate, Math.ceil((options.posts * 0.3) / (options.pauseMs / 1000)));
      witness.setRate(rate);

      await witness.reached(options.posts * 0.3);
      const alone = await standAlone({ first, witness, database, pauseMs: options.pauseMs });
      const second = await start({ target: 'lead' });
      await witness.reached(options.posts * 0.7);
      const relieved = await standRelieved({ first, database });

      await witness.done;
      const holdings = await drain({ api: door.api, database });
      const outcome = {
        facts: { ...load, rate, pauseMs: options.pauseMs, acceptedMeanwhile: alone.accepted, takeoverMs: relieved.takeoverMs },
        reckoning: reckon(testimony(), holdings),
        faults: [...alone.faults, ...relieved.faults, ...strangeAnswers(witness.progress), ...holdings.faults, ...(second.running ? [] : ['the standby ended'])],
      };
      forget();
      return outcome;
    } finally {
      await Promise.all(hubs.map(endHub));
      await database.stop();
      await new PostgresProcess(dataDir).end();
      if (!options.keep) await removeDataDir(dataDir);
    }
  },
};

/** @param {{ first: import('../../e2e/hub.mjs').Hub, witness: import('../stand.mjs').WitnessStand, database: import('../database.mjs').Database, pauseMs: number }} scene */
async function standAlone({ first, witness, database, pauseMs }) {
  const before = witness.progress.accepted;
  signal(first.pid, 'SIGSTOP');
  await pause(pauseMs);
  const accepted = witness.progress.accepted - before;
  signal(first.pid, 'SIGCONT');
  await first.ready();
  const waiting = await database.waiting();
  return { accepted, faults: accepted > 0 ? [] : [`the form accepted nothing while the lead service stood still (${waiting} waiting)`] };
}

/** @param {{ first: import('../../e2e/hub.mjs').Hub, database: import('../database.mjs').Database }} scene */
async function standRelieved({ first, database }) {
  signal(first.pid, 'SIGSTOP');
  const stoppedAt = performance.now();
  /** @type {string[]} */
  const faults = [];
  try {
    const handledBefore = await database.handled();
    await until('the standby takes over', async () => (await database.handled()) > handledBefore, { timeoutMs: TAKEOVER_MS });
  } catch {
    faults.push(`no standby took over within ${TAKEOVER_MS} ms`);
  }
  const takeoverMs = Math.round(performance.now() - stoppedAt);
  signal(first.pid, 'SIGCONT');
  return { takeoverMs, faults };
}
