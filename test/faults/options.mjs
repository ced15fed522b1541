import { parseArgs } from 'node:util';

/**
 * @typedef {object} FaultOptions
 * @property {number} seed
 * @property {number} posts
 * @property {number} mails
 * @property {boolean} short  CI: fewer kills, 10-second outages
 * @property {number} kills
 * @property {number} outageMs
 * @property {number} pauseMs
 * @property {number} accounts  that move between two hubs
 * @property {number} accountsPauseMs  how long their hub stands still
 * @property {number} awayMs  how long Kafka is away
 * @property {boolean} kafka  the campaigns of separate processes over Kafka instead of those of one process
 * @property {boolean} mail  the campaigns of a mailbox on a real Dovecot instead
 * @property {number} connections
 * @property {'lose' | 'double' | undefined} plant
 * @property {string[]} only  campaign names; all when empty
 * @property {boolean} keep  leaves data folders and witness files where they are
 */

export const USAGE = `npm run test:faults -- [--seed N] [--posts 10000] [--short] [--only kills,paused,outage,disk-full,accounts] [--accounts 500]
                       [--kafka] [--only kafka-kills,kafka-paused,kafka-away,rolling]
                       [--mail] [--mails 2000] [--only mail-stops,mail-cut,mail-password,mail-renumbered,mail-kills,mail-moves,mail-owners]
                       [--kills N] [--connections 64] [--plant lose|double] [--keep]

--plant falsifies what the witness wrote, so that a sound product must be found guilty: it proves the check.`;

/** @param {string[]} args @returns {FaultOptions} @throws {Error} naming what is wrong */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      posts: { type: 'string', default: '10000' },
      mails: { type: 'string' },
      accounts: { type: 'string' },
      short: { type: 'boolean', default: false },
      mail: { type: 'boolean', default: false },
      kafka: { type: 'boolean', default: false },
      kills: { type: 'string' },
      connections: { type: 'string', default: '64' },
      plant: { type: 'string' },
      only: { type: 'string', default: '' },
      keep: { type: 'boolean', default: false },
    },
  });
  if (values.plant !== undefined && values.plant !== 'lose' && values.plant !== 'double') throw new Error(`--plant=${values.plant}: lose or double`);
  return {
    seed: whole('seed', values.seed, 0),
    posts: whole('posts', values.posts, 100),
    mails: whole('mails', values.mails ?? (values.short ? '300' : '2000'), 100),
    short: values.short,
    kills: whole('kills', values.kills ?? (values.short ? '5' : '14'), 1),
    outageMs: values.short ? 10_000 : 60_000,
    pauseMs: values.short ? 10_000 : 30_000,
    accounts: whole('accounts', values.accounts ?? (values.short ? '60' : '500'), 6),
    accountsPauseMs: values.short ? 10_000 : 60_000,
    awayMs: values.short ? 20_000 : 120_000,
    kafka: values.kafka,
    mail: values.mail,
    connections: whole('connections', values.connections, 1),
    plant: values.plant,
    only: values.only.split(',').filter(Boolean),
    keep: values.keep,
  };
}

/** @param {string} name @param {string} text @param {number} least */
function whole(name, text, least) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`--${name}=${text}: a whole number from ${least}`);
  return value;
}
