import { between, seeded } from '../../e2e/random.mjs';
import { planLetters } from '../mail/letters.mjs';
import { playMail } from '../mail/mail-scene.mjs';

const RATE = 60;

/**
 * kill -9 of the hub at seeded counts of delivered mails, while it still fetches what was there before the account was: half
 * of all mail is old, half of it comes in between.
 * @type {import('../scene.mjs').Campaign}
 */
export const mailKills = {
  name: 'mail-kills',
  title: 'kill -9 of the hub while it fetches',
  run: (options) => {
    const half = Math.floor(options.mails / 2);
    const old = planLetters({ seed: options.seed, mails: half, run: 'old' });
    const fresh = planLetters({ seed: options.seed, mails: options.mails - half, run: 'new' });
    return playMail(options, { rate: RATE, before: ({ witness }) => witness.deliverAll(old, 8) }, async ({ stand, witness }) => {
      const { supervisor } = stand;
      const random = seeded(options.seed);
      const delivering = witness.deliverAll(fresh);
      const step = (fresh.length * 0.95) / options.kills;
      for (let n = 0, at = old.length; n < options.kills; n += 1) {
        at += between(random, Math.floor(step * 0.5), Math.floor(step));
        await witness.reached(at);
        await supervisor.hub.kill();
        await supervisor.ready();
      }
      await delivering;
      return { facts: { kills: options.kills, restarts: supervisor.restarts, old: old.length, fresh: fresh.length }, faults: [] };
    });
  },
};
