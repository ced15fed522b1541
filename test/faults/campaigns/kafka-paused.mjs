import { pause, until } from '../../e2e/until.mjs';
import { settleRate } from '../scene.mjs';
import { playSeparately } from '../separate-scene.mjs';

/** A dead consumer's partitions have moved within this time (design §5). */
const TAKEOVER_MS = 12_000;
/** Two leads share the load to this. */
const SHARE = 0.2;
/** Contacts of one second are spread over all partitions. */
const SAMPLE_MS = 1_000;

/**
 * One of two leads stands still (SIGSTOP) and wakes; then the other is killed. Each time the partitions move to the one
 * that is left. Before that both share the load.
 * @type {import('../scene.mjs').Campaign}
 */
export const kafkaPaused = {
  name: 'kafka-paused',
  title: 'a lead process stands still, another is killed',
  run: (options) =>
    playSeparately(options, { name: 'kafka-paused' }, async ({ stand, witness }) => {
      const load = await settleRate(witness, options.posts);
      // So slow that the posts outlast both.
      const rate = Math.min(load.rate, Math.ceil((options.posts * 0.4 * 1000) / (options.pauseMs + 2 * TAKEOVER_MS)));
      await witness.reached(options.posts * 0.4);
      witness.setRate(rate);
      const share = await shareOf(stand);

      const from = performance.now();
      stand.signal('lead-1', 'SIGSTOP');
      const pausedTakeover = await takeover(stand);
      await pause(Math.max(0, options.pauseMs - (performance.now() - from)));
      stand.signal('lead-1', 'SIGCONT');
      await stand.ready('lead-1');

      await stand.kill('lead-2');
      const killedTakeover = await takeover(stand);
      return {
        facts: { ...load, rate, pauseMs: options.pauseMs, share: share.text, pausedTakeoverMs: pausedTakeover.ms, killedTakeoverMs: killedTakeover.ms },
        faults: [...share.faults, ...pausedTakeover.faults, ...killedTakeover.faults],
      };
    }),
};

/**
 * From now until everything is handled that is stored within a second from now.
 * @param {import('../separate-stand.mjs').SeparateStand} stand
 */
async function takeover({ database }) {
  const from = new Date();
  const to = new Date(from.getTime() + SAMPLE_MS);
  await pause(SAMPLE_MS);
  const faults = [];
  try {
    await until('another took over', async () => (await database.unhandled(from, to)) === 0, { timeoutMs: TAKEOVER_MS - SAMPLE_MS, everyMs: 100 });
  } catch {
    faults.push(`no other lead took over within ${TAKEOVER_MS} ms`);
  }
  return { ms: Date.now() - from.getTime(), faults };
}

/** @param {import('../separate-stand.mjs').SeparateStand} stand */
async function shareOf(stand) {
  const handled = await Promise.all(stand.names('lead').map(async (name) => contactsOf(await stand.metrics(name))));
  const mean = handled.reduce((sum, count) => sum + count, 0) / handled.length;
  const unequal = handled.some((count) => Math.abs(count - mean) > SHARE * mean);
  return { text: handled.join('/'), faults: unequal ? [`the leads handled ${handled.join(' and ')} contacts: no equal share`] : [] };
}

/** @param {string} metrics @returns {number} contacts that the process handled */
function contactsOf(metrics) {
  return [...metrics.matchAll(/^tributary_lead_contacts_total\{[^}]*\} (\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
}
