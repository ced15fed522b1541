import { pause } from '../../e2e/until.mjs';
import { planLetters } from '../mail/letters.mjs';
import { playMail } from '../mail/mail-scene.mjs';

const RATE = 10;
/** More than are delivered in all of it. */
const MOST_LETTERS = 10_000;
/** A short trouble: what was held is delivered late, nothing needs to be made anew. */
const SHORT_MS = 5_000;
/** Silence must be noticed within this: poll, command without an answer, and room. */
const NOTICED_MS = 90_000;
/** Every try of a connection ends in silence for so long. */
const MUTE_MS = 45_000;
const REFUSED_MS = 10_000;
/** From the network's return until mail flows: the longest pause between two tries, and a sign-in. */
const BACK_MS = 120_000;

/**
 * The network between hub and Dovecot is cut without a word: first for a moment, then for so long that the hub has to
 * notice by itself; new connections are taken and stay mute, then they are refused. Nobody restarts anything, and nobody is
 * asked for a password.
 * @type {import('../scene.mjs').Campaign}
 */
export const mailCut = {
  name: 'mail-cut',
  title: 'network cut without a FIN',
  run: (options) =>
    playMail(options, { rate: RATE }, async ({ stand, witness, watch }) => {
      const acts = { over: false };
      const delivering = witness.deliverUntil(planLetters({ seed: options.seed, mails: MOST_LETTERS }), acts);
      await witness.reached(50);
      stand.proxy.fallSilent();
      await pause(SHORT_MS);
      await stand.proxy.mend({ late: true });
      await watch.untilCycle(BACK_MS);

      stand.proxy.fallSilent();
      const cutAt = performance.now();
      const failure = await watch.until('the silence is noticed', ({ latestFailure }) => latestFailure?.class === 'network', NOTICED_MS);
      const noticedMs = Math.round(performance.now() - cutAt);
      await pause(MUTE_MS);
      await stand.proxy.refuse();
      await pause(REFUSED_MS);
      await stand.proxy.mend();
      const backAt = performance.now();
      await watch.untilCycle(BACK_MS);
      const backMs = Math.round(performance.now() - backAt);
      acts.over = true;
      await delivering;
      const restarts = stand.supervisor.restarts;
      return { facts: { noticedMs, noticedAs: failure.latestFailure.code, backMs }, faults: restarts > 0 ? [`the hub was restarted ${restarts} times`] : [] };
    }),
};
