import { pick, seeded } from '../../e2e/random.mjs';
import { planLetters } from '../mail/letters.mjs';
import { playMail } from '../mail/mail-scene.mjs';
import { USER } from '../mail/mail-stand.mjs';
import { signal } from '../../e2e/processes.mjs';

const RATE = 20;
const HANDS = 3;
const SEEN_MS = 60_000;

/**
 * Somebody works in the mailbox while it is read: mails are moved to another watched folder, copied there, and expunged,
 * at once or while the hub is just fetching them.
 * @type {import('../scene.mjs').Campaign}
 */
export const mailMoves = {
  name: 'mail-moves',
  title: 'mails moved, copied and expunged while they are fetched',
  run: (options) =>
    playMail(options, { rate: RATE, settings: { folders: ['INBOX', 'Orders'] }, before: makeFolder }, async ({ stand, witness, watch }) => {
      const { dovecot, supervisor } = stand;
      await watch.untilCycle(SEEN_MS);
      const hand = new Hand(dovecot, seeded(options.seed));
      const letters = planLetters({ seed: options.seed, mails: Math.min(options.mails, 600) });
      const calm = letters.slice(0, Math.floor(letters.length / 2));
      const burst = letters.slice(calm.length);

      witness.on('delivered', hand.see);
      await witness.deliverAll(calm);
      await hand.idle();

      // The hub stands still, so that it finds all of these at once; then hands and hub are at them together.
      witness.off('delivered', hand.see);
      signal(supervisor.hub.pid, 'SIGSTOP');
      await witness.deliverAll(burst, 8).finally(() => signal(supervisor.hub.pid, 'SIGCONT'));
      for (const letter of burst) hand.see(letter);
      await hand.idle();
      return { facts: { ...hand.done, expungedAndSeen: '0 or 1 contact each' }, faults: [], removed: hand.removed };
    }),
};

/** @param {{ stand: import('../mail/mail-stand.mjs').MailStand }} scene */
async function makeFolder({ stand }) {
  stand.dovecot.doveadm('mailbox', 'create', '-u', USER, 'Orders');
}

/** Does something to about half of the mails it sees, a few at a time. */
class Hand {
  done = { moved: 0, copied: 0, expunged: 0 };
  /** Message-IDs of what was expunged. @type {Set<string>} */
  removed = new Set();
  #dovecot;
  #random;
  /** @type {Promise<void>[]} */
  #hands = Array.from({ length: HANDS }, () => Promise.resolve());
  #turn = 0;

  /** @param {import('../../mail/dovecot.mjs').Dovecot} dovecot @param {() => number} random */
  constructor(dovecot, random) {
    this.#dovecot = dovecot;
    this.#random = random;
  }

  see = (/** @type {import('../mail/letters.mjs').Letter} */ { messageId }) => {
    if (this.#random() < 0.5) return;
    const what = pick(this.#random, /** @type {const} */ (['moved', 'copied', 'expunged']));
    const hand = this.#turn++ % HANDS;
    if (what === 'expunged') this.removed.add(messageId);
    this.#hands[hand] = /** @type {Promise<void>} */ (this.#hands[hand]).then(() => this.#do(what, messageId));
  };

  async idle() {
    await Promise.all(this.#hands);
  }

  /** @param {keyof Hand['done']} what @param {string} messageId */
  async #do(what, messageId) {
    const which = ['mailbox', 'INBOX', 'header', 'message-id', `<${messageId}>`];
    if (what === 'expunged') await this.#dovecot.doveadmLater('expunge', '-u', USER, ...which);
    else await this.#dovecot.doveadmLater(what === 'moved' ? 'move' : 'copy', '-u', USER, 'Orders', ...which);
    this.done[what] += 1;
  }
}
