import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { seeded, shuffled } from '../../e2e/random.mjs';
import { planLetters } from '../mail/letters.mjs';
import { playMail } from '../mail/mail-scene.mjs';
import { USER } from '../mail/mail-stand.mjs';

const RATE = 20;
const SEEN_MS = 120_000;

/**
 * Every UID becomes void: by a new UIDVALIDITY, by a lost index, by a mailbox that is deleted and filled anew in another
 * order, and all of it while the hub is away.
 * @type {import('../scene.mjs').Campaign}
 */
export const mailRenumbered = {
  name: 'mail-renumbered',
  title: 'UIDVALIDITY reset',
  run: (options) =>
    playMail(options, { rate: RATE }, async ({ stand, witness, watch }) => {
      const letters = planLetters({ seed: options.seed, mails: Math.min(options.mails, 800) });
      const { dovecot, supervisor } = stand;
      const delivering = witness.deliverAll(letters);
      const at = (/** @type {number} */ share) => witness.reached(Math.floor(letters.length * share));
      /** @type {string[]} */
      const validities = [];
      const note = async () => {
        validities.push(uidValidity(dovecot));
        await watch.untilCycle(SEEN_MS);
      };
      await at(0.15);
      await note();
      dovecot.loseIndex(USER);
      await note();

      await at(0.35);
      loseFiles(dovecot, /^dovecot/);
      dovecot.doveadm('kick', USER);
      await note();

      await at(0.55);
      await recreate(dovecot, seeded(options.seed));
      await note();

      await at(0.8);
      await supervisor.hub.kill();
      dovecot.loseIndex(USER);
      await supervisor.ready();
      await note();
      await delivering;
      return { facts: { resets: 4, validities: validities.join('/') }, faults: new Set(validities).size < 4 ? ['UIDVALIDITY did not change as it should'] : [] };
    }),
};

/** @param {import('../../mail/dovecot.mjs').Dovecot} dovecot */
function uidValidity(dovecot) {
  return dovecot.doveadm('mailbox', 'status', '-u', USER, 'uidvalidity', 'INBOX').replace(/\D+/g, '');
}

/** Files at the top of the mailbox's folder. @param {import('../../mail/dovecot.mjs').Dovecot} dovecot @param {RegExp} name */
function loseFiles({ folder }, name) {
  const mailbox = join(folder, 'mail', USER);
  for (const file of readdirSync(mailbox)) if (name.test(file)) rmSync(join(mailbox, file), { force: true });
}

/** The mailbox is lost and filled anew from a backup, in another order. @param {import('../../mail/dovecot.mjs').Dovecot} dovecot @param {() => number} random */
async function recreate(dovecot, random) {
  await dovecot.halt();
  const mailbox = join(dovecot.folder, 'mail', USER);
  const folders = ['cur', 'new'].map((name) => join(mailbox, name));
  const mails = folders.flatMap((folder) => readdirSync(folder).map((file) => readFileSync(join(folder, file))));
  for (const folder of folders) rmSync(folder, { recursive: true });
  loseFiles(dovecot, /^dovecot/);
  await dovecot.start();
  for (const mail of shuffled(random, mails)) await dovecot.deliver(USER, mail);
}
