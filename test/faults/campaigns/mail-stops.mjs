import { pause } from '../../e2e/until.mjs';
import { planLetters } from '../mail/letters.mjs';
import { playMail } from '../mail/mail-scene.mjs';

const RATE = 30;
/** From Dovecot's return until mail flows again: the longest pause between two tries (design §4: an outage's end is noticed soon). */
const BACK_MS = 90_000;

/**
 * Dovecot is stopped in good order and started again, and killed with kill -9 with all its processes, in the middle of
 * deliveries and fetches.
 * @type {import('../scene.mjs').Campaign}
 */
export const mailStops = {
  name: 'mail-stops',
  title: 'Dovecot is stopped, and killed',
  run: (options) =>
    playMail(options, { rate: RATE }, async ({ stand, witness, watch }) => {
      const letters = planLetters({ seed: options.seed, mails: options.mails });
      const delivering = witness.deliverAll(letters);
      const back = [];
      for (const [n, how] of /** @type {const} */ (['halt', 'kill', 'kill', 'halt']).entries()) {
        await witness.reached(Math.floor((letters.length * (n + 1)) / 5));
        await stand.dovecot[how]();
        await pause(n === 3 ? options.awayMs : 2_000);
        await stand.dovecot.start();
        const from = performance.now();
        await watch.untilCycle(BACK_MS);
        back.push(Math.round(performance.now() - from));
      }
      await delivering;
      return { facts: { stops: back.length, backMs: back.join('/'), deliveriesRefused: witness.refusals, hubRestarts: stand.supervisor.restarts }, faults: [] };
    }),
};
