import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../e2e/until.mjs';
import { planLetters } from '../mail/letters.mjs';
import { playMail } from '../mail/mail-scene.mjs';
import { USER } from '../mail/mail-stand.mjs';

const RATE = 10;
/** More than are delivered in all of it. */
const MOST_LETTERS = 10_000;
const SHOWN_MS = 30_000;
/** The third try comes 12 s after the first (design §4); after refusals Dovecot itself answers up to 15 s late, each time. */
const BY_ITSELF_MS = 60_000;
const AT_ONCE_MS = 20_000;
const SELDOM_MS = 10 * 60_000;
/** Tries with a refused password while the hub is left alone: three, then seldom. */
const MOST_REFUSALS = 3;

/**
 * The password is changed at the server and changed back: the failure is shown in human words at the right field, tried
 * three times and then seldom. It works again by itself within the schedule, and at once when the settings are changed.
 * @type {import('../scene.mjs').Campaign}
 */
export const mailPassword = {
  name: 'mail-password',
  title: 'password changed and changed back',
  run: (options) =>
    playMail(options, { rate: RATE, refusals: true }, async ({ stand, witness, watch }) => {
      const acts = { over: false };
      const delivering = witness.deliverUntil(planLetters({ seed: options.seed, mails: MOST_LETTERS }), acts);
      await witness.reached(30);
      await watch.untilCycle(SHOWN_MS);

      await refuse(stand);
      const shown = await untilShown(watch);
      await stand.dovecot.setPassword('secret');
      const mendedAt = performance.now();
      await watch.until('works again by itself', ({ credential }) => credential === 'valid', BY_ITSELF_MS);
      const byItselfMs = Math.round(performance.now() - mendedAt);

      const before = refusalsOf(stand.dovecot);
      await refuse(stand);
      await untilShown(watch);
      await watch.until('tried seldom', ({ latestFailure }) => Date.parse(latestFailure.nextTryAt) - Date.now() > SELDOM_MS, BY_ITSELF_MS);
      await pause(options.short ? 5_000 : 30_000);
      const refusals = refusalsOf(stand.dovecot) - before;
      await stand.dovecot.setPassword('secret');
      const changedAt = performance.now();
      await stand.api.call('PATCH', `/api/v1/accounts/${stand.account}`, { settings: { password: 'secret' } });
      await watch.until('works at once', ({ credential }) => credential === 'valid', AT_ONCE_MS);
      const atOnceMs = Math.round(performance.now() - changedAt);
      acts.over = true;
      await delivering;
      return {
        facts: { byItselfMs, atOnceMs, refusals },
        faults: [...shown, ...(refusals > MOST_REFUSALS ? [`the refused password was tried ${refusals} times`] : [])],
      };
    }),
};

/** @param {import('../mail/mail-stand.mjs').MailStand} stand */
async function refuse({ dovecot }) {
  await dovecot.setPassword('changed');
  dovecot.doveadm('kick', USER);
}

/** @param {import('../mail/connector-watch.mjs').ConnectorWatch} watch @returns {Promise<string[]>} what is wrong with what people read */
async function untilShown(watch) {
  await watch.until('the refused password is shown', ({ credential }) => credential === 'invalid', SHOWN_MS);
  const [ru, en] = [await watch.now('ru'), await watch.now('en')];
  return [
    ...[ru, en].flatMap(({ latestFailure }) => (latestFailure.field === 'password' && latestFailure.class === 'credentials' ? [] : [`shown as ${latestFailure.class} at the field ${latestFailure.field}`])),
    ...(/парол/i.test(ru.latestFailure.detail) ? [] : [`in Russian people read: ${ru.latestFailure.detail}`]),
    ...(/password/i.test(en.latestFailure.detail) ? [] : [`in English people read: ${en.latestFailure.detail}`]),
  ];
}

/** Sign-ins that Dovecot refused so far. @param {import('../../mail/dovecot.mjs').Dovecot} dovecot */
function refusalsOf({ folder }) {
  return readFileSync(join(folder, 'log'), 'utf8').split('\n').filter((line) => line.includes(' auth: ') && /password mismatch|Password mismatch/.test(line)).length;
}
