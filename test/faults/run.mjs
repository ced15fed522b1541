import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitOnSignals } from '../e2e/processes.mjs';
import { endBrokers } from './brokers.mjs';
import { accounts } from './campaigns/accounts.mjs';
import { diskFull } from './campaigns/disk-full.mjs';
import { kafkaAway } from './campaigns/kafka-away.mjs';
import { kafkaKills } from './campaigns/kafka-kills.mjs';
import { kafkaPaused } from './campaigns/kafka-paused.mjs';
import { kills } from './campaigns/kills.mjs';
import { mailCut } from './campaigns/mail-cut.mjs';
import { mailKills } from './campaigns/mail-kills.mjs';
import { mailMoves } from './campaigns/mail-moves.mjs';
import { mailOwners } from './campaigns/mail-owners.mjs';
import { mailPassword } from './campaigns/mail-password.mjs';
import { mailRenumbered } from './campaigns/mail-renumbered.mjs';
import { mailStops } from './campaigns/mail-stops.mjs';
import { outage } from './campaigns/outage.mjs';
import { paused } from './campaigns/paused.mjs';
import { replies } from './campaigns/replies.mjs';
import { restore } from './campaigns/restore.mjs';
import { rolling } from './campaigns/rolling.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { passed, tableOf } from './report.mjs';

const IN_ONE_PROCESS = [kills, paused, outage, diskFull, accounts, restore, replies];
const OVER_KAFKA = [kafkaKills, kafkaPaused, kafkaAway, rolling];
const ON_DOVECOT = [mailStops, mailCut, mailPassword, mailRenumbered, mailKills, mailMoves, mailOwners];
const ALL = [...IN_ONE_PROCESS, ...OVER_KAFKA, ...ON_DOVECOT];
const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

exitOnSignals();
process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} args @returns {Promise<number>} exit code */
async function main(args) {
  let options;
  try {
    options = parseOptions(args);
    const known = ALL.map(({ name }) => name);
    const unknown = options.only.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(`--only: no campaign ${unknown.join(', ')}; there are ${known.join(', ')}`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  console.log(`seed ${options.seed}, ${options.mail ? `${options.mails} mails` : `${options.posts} posts`} a campaign, ${options.connections} connections${options.plant ? `, planted: ${options.plant}` : ''}`);
  /** @type {import('./report.mjs').Result[]} */
  const results = [];
  for (const campaign of chosen(options)) {
    const result = await runCampaign(campaign, options);
    results.push(result);
    console.log(tableOf([result]));
  }
  await endBrokers();
  const file = write(options, results);
  const sound = results.every(passed);
  console.log(`\n${sound ? 'Nothing lost, nothing twice.' : 'A promise was broken.'} Results: ${file}`);
  return sound ? 0 : 1;
}

/** @param {import('./options.mjs').FaultOptions} options @returns {import('./scene.mjs').Campaign[]} */
function chosen({ only, kafka, mail }) {
  if (only.length > 0) return ALL.filter(({ name }) => only.includes(name));
  if (mail) return ON_DOVECOT;
  return kafka ? OVER_KAFKA : IN_ONE_PROCESS;
}

/** @param {import('./scene.mjs').Campaign} campaign @param {import('./options.mjs').FaultOptions} options @returns {Promise<import('./report.mjs').Result>} */
async function runCampaign({ name, title, run }, options) {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  try {
    return { name, title, ...(await run(options)), seconds: seconds() };
  } catch (error) {
    return { name, title, facts: {}, failed: error instanceof Error ? `${error.stack}${error.cause ? `\ncaused by ${error.cause}` : ''}` : String(error), seconds: seconds() };
  }
}

/** @param {import('./options.mjs').FaultOptions} options @param {import('./report.mjs').Result[]} results */
function write(options, results) {
  mkdirSync(RESULTS, { recursive: true });
  const file = `${RESULTS}faults-${options.kafka ? 'kafka-' : ''}${options.mail ? 'mail-' : ''}${options.seed}.json`;
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), node: process.version, options, results }, null, 2)}\n`);
  return file;
}
