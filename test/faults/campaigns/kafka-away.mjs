import { pause, until } from '../../e2e/until.mjs';
import { BROKERS } from '../brokers.mjs';
import { settleRate } from '../scene.mjs';
import { DRAINED_WITHIN_MS, playSeparately } from '../separate-scene.mjs';

/** Within each such span posts must be answered. */
const LOOK_MS = 2_000;

/**
 * All brokers are gone while the witness posts: posts are answered all the while, and what waits is handled soon after
 * the brokers are back.
 * @type {import('../scene.mjs').Campaign}
 */
export const kafkaAway = {
  name: 'kafka-away',
  title: 'Kafka is wholly away under load',
  run: (options) =>
    playSeparately(options, { name: 'kafka-away' }, async ({ stand, kafka, witness }) => {
      const load = await settleRate(witness, options.posts);
      // So slow that the posts outlast it.
      const rate = Math.min(load.rate, Math.ceil((options.posts * 0.6 * 1000) / options.awayMs));
      await witness.reached(options.posts * 0.2);
      witness.setRate(rate);
      const brokers = Array.from({ length: BROKERS }, (_, at) => at + 1);
      await Promise.all(brokers.map((n) => kafka.kill(n)));
      const away = await watch({ stand, witness, awayMs: options.awayMs });
      await Promise.all(brokers.map((n) => kafka.restart(n)));
      const drained = await drainedAfter(stand, new Date());
      return {
        facts: { ...load, rate, awayMs: options.awayMs, acceptedMeanwhile: away.accepted, waited: drained.waited, drainedMs: drained.ms },
        faults: [...away.faults, ...drained.faults],
      };
    }),
};

/** @param {{ stand: import('../separate-stand.mjs').SeparateStand, witness: import('../stand.mjs').WitnessStand, awayMs: number }} scene */
async function watch({ stand, witness, awayMs }) {
  const before = witness.progress.accepted;
  const faults = [];
  for (const end = performance.now() + awayMs; performance.now() < end; ) {
    const accepted = witness.progress.accepted;
    await pause(LOOK_MS);
    if (witness.progress.accepted === accepted) faults.push(`no post was answered for ${LOOK_MS} ms while Kafka was away`);
  }
  for (const name of stand.names()) {
    const { status, body } = await stand.hub(name).api.call('GET', '/health/ready');
    if (status !== 200 || body?.status !== 'degraded') faults.push(`${name}: ready said ${status} ${body?.status} while Kafka was away, not 200 degraded`);
  }
  return { accepted: witness.progress.accepted - before, faults };
}

/** Until all is handled that was stored before. @param {import('../separate-stand.mjs').SeparateStand} stand @param {Date} back */
async function drainedAfter({ database }, back) {
  const waited = await database.unhandled(new Date(0), back);
  const faults = waited > 0 ? [] : ['nothing had waited for Kafka'];
  try {
    await until('what waited is handled', async () => (await database.unhandled(new Date(0), back)) === 0, { timeoutMs: DRAINED_WITHIN_MS, everyMs: 200 });
  } catch {
    faults.push(`${await database.unhandled(new Date(0), back)} contacts still waited ${DRAINED_WITHIN_MS} ms after Kafka was back`);
  }
  return { waited, ms: Date.now() - back.getTime(), faults };
}
