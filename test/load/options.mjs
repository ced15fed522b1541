import { parseArgs } from 'node:util';

/**
 * @typedef {object} BenchOptions
 * @property {number} runs  of each side, interleaved
 * @property {string | undefined} json  where the figures go; test/results/bench.json unless told
 * @property {number} persons  known before
 * @property {number} intakePosts  a run
 * @property {number} leadContacts  a run
 * @property {number} pastLeads  played through a draft of the rules, over 30 days
 * @property {number} offeredRate  posts a second of the sustained run
 * @property {number} kafkaRate  the same over Kafka
 * @property {number} sustainedSeconds
 * @property {number} bulkContacts  in flight while live ones are timed
 * @property {number} laneSeconds  live ones are posted so long, alone and beside bulk
 * @property {number} trialSeconds  of each step when the highest sustained rate is looked for; 0: it is not looked for
 * @property {number} idleSeconds  left alone before its memory is read
 * @property {number} parseMails  generated ones, all kinds together
 * @property {string | undefined} corpus  a folder of mails that are read besides
 * @property {number} letters  delivered one by one
 * @property {number} oldMails  of a first fetch
 * @property {number} bombRounds  every bomb so often
 * @property {number} bots  polled in one hub process
 * @property {number} webhookRate  updates a second by webhook
 * @property {number} mailboxes  in one hub process
 * @property {number} idleMinutes  they all wait in IDLE
 * @property {string[]} only
 */

export const USAGE = `npm run bench -- [--runs 5] [--json out.json] [--persons 100000] [--rate 2500] [--kafka-rate 1000] [--only footprint,intake,lead,routing,end-to-end,kafka,parse,mail,bombs,mailboxes,messengers] [--corpus folder] [--letters 500] [--old-mails 10000] [--mailboxes 1000] [--idle-minutes 10] [--bots 200] [--quick]

--quick takes about a minute: one run of each, small; its figures are for trying only.`;

/** @param {string[]} args @returns {BenchOptions} @throws {Error} naming what is wrong */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: 'string' },
      json: { type: 'string' },
      persons: { type: 'string' },
      rate: { type: 'string' },
      'kafka-rate': { type: 'string' },
      corpus: { type: 'string' },
      letters: { type: 'string' },
      'old-mails': { type: 'string' },
      mailboxes: { type: 'string' },
      'idle-minutes': { type: 'string' },
      bots: { type: 'string' },
      only: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
    },
  });
  const { quick } = values;
  return {
    runs: whole('runs', values.runs ?? (quick ? '1' : '5')),
    json: values.json,
    persons: whole('persons', values.persons ?? (quick ? '10000' : '100000')),
    intakePosts: quick ? 5_000 : 25_000,
    leadContacts: quick ? 4_000 : 20_000,
    pastLeads: quick ? 3_000 : 30_000,
    offeredRate: whole('rate', values.rate ?? '2500'),
    kafkaRate: whole('kafka-rate', values['kafka-rate'] ?? '1000'),
    sustainedSeconds: quick ? 10 : 60,
    trialSeconds: quick ? 0 : 15,
    bulkContacts: quick ? 5_000 : 20_000,
    laneSeconds: quick ? 5 : 20,
    idleSeconds: quick ? 2 : 10,
    parseMails: quick ? 200 : 1_000,
    corpus: values.corpus,
    bombRounds: quick ? 1 : 3,
    letters: whole('letters', values.letters ?? (quick ? '50' : '500')),
    oldMails: whole('old-mails', values['old-mails'] ?? (quick ? '500' : '10000')),
    bots: whole('bots', values.bots ?? (quick ? '20' : '200')),
    webhookRate: 200,
    mailboxes: whole('mailboxes', values.mailboxes ?? (quick ? '100' : '1000')),
    idleMinutes: whole('idle-minutes', values['idle-minutes'] ?? (quick ? '1' : '10')),
    only: values.only.split(',').filter(Boolean),
  };
}

/** @param {string} name @param {string} text */
function whole(name, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name}=${text}: a whole number from 1`);
  return value;
}
