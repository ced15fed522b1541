import { withDovecot } from '../../system/dovecot.mjs';
import { drain } from '../drain.mjs';
import { plantMail, reckonMails } from './mail-reckoning.mjs';
import { MailStand, untilStored } from './mail-stand.mjs';

/** The stand's longest pause between two tries of a network that is back, and what a cycle takes. */
const CYCLE_MS = 120_000;

/**
 * @typedef {object} MailScene
 * @property {MailStand} stand
 * @property {import('./mail-witness.mjs').MailWitness} witness
 * @property {import('./connector-watch.mjs').ConnectorWatch} watch
 *
 * @typedef {object} MailPlay  how a campaign is set up
 * @property {number} [rate]  letters a second
 * @property {Record<string, unknown>} [settings]  of the account
 * @property {boolean} [refusals]  the server is to refuse the password; else nobody may ever be asked for one
 * @property {(scene: { stand: MailStand, witness: import('./mail-witness.mjs').MailWitness }) => Promise<void>} [before]  what happens before the account is there
 *
 * @typedef {{ facts: Record<string, number | string>, faults: string[], removed?: ReadonlySet<string> }} MailPlayed  `removed`: Message-IDs of expunged mails
 */

/**
 * Plays one campaign on a stand of its own: afterwards each mail that Dovecot took must be one contact with one lead or
 * a stated reason, its text as it was written.
 * @param {import('../options.mjs').FaultOptions} options
 * @param {MailPlay} setUp
 * @param {(scene: MailScene) => Promise<MailPlayed>} play
 * @returns {Promise<import('../scene.mjs').Outcome>}
 */
export async function playMail(options, { rate, settings, refusals = false, before }, play) {
  if (!withDovecot()) throw new Error('needs Dovecot (Debian: apt-get install dovecot-imapd dovecot-lmtpd)');
  const stand = await MailStand.start();
  try {
    const witness = await stand.witness(rate);
    await before?.({ stand, witness });
    const watch = await stand.addAccount(settings);
    const { facts, faults, removed = new Set() } = await play({ stand, witness, watch });
    const testimony = await witness.close();
    const missing = await untilStored(stand.database, testimony.map(({ messageId }) => messageId).filter((id) => !removed.has(id)));
    await watch.untilCycle(CYCLE_MS);
    await watch.stop();
    return {
      facts: { delivered: testimony.length, ...facts, failuresShown: [...watch.failures].join('; ') || 'none' },
      faults: [...faults, ...(missing > 0 ? [`${missing} mails did not arrive`] : []), ...(refusals ? [] : askedForPassword(watch))],
      ...(await reckoned(options, stand, testimony, removed)),
    };
  } finally {
    await stand.stop(options.keep);
  }
}

/**
 * @param {import('../options.mjs').FaultOptions} options @param {Pick<MailStand, 'api' | 'database'>} product
 * @param {import('./mail-witness.mjs').MailTestimony[]} testimony @param {ReadonlySet<string>} [removed]
 */
export async function reckoned({ plant }, { api, database }, testimony, removed) {
  const { faults, ...held } = await drain({ api, database });
  const seen = plant ? plantMail(testimony, held, plant) : { testimony, holdings: held };
  const reckoning = reckonMails(seen.testimony, seen.holdings, removed);
  return { reckoning: faults.length > 0 ? { ...reckoning, violations: { ...reckoning.violations, tables: faults } } : reckoning };
}

/** @param {import('./connector-watch.mjs').ConnectorWatch} watch */
function askedForPassword({ credentials, failures }) {
  return [
    ...(credentials.has('invalid') || credentials.has('missing') ? ['the credentials were called wrong, which they never were'] : []),
    ...[...failures].filter((failure) => failure.startsWith('credentials')).map((failure) => `a person was asked to act: ${failure}`),
  ];
}
