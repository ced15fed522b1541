import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitOnSignals } from '../e2e/processes.mjs';
import { diskFull } from './campaigns/disk-full.mjs';
import { kills } from './campaigns/kills.mjs';
import { outage } from './campaigns/outage.mjs';
import { paused } from './campaigns/paused.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { passed, tableOf } from './report.mjs';

const CAMPAIGNS = [kills, paused, outage, diskFull];
const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

exitOnSignals();
process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} args @returns {Promise<number>} exit code */
async function main(args) {
  let options;
  try {
    options = parseOptions(args);
    const unknown = options.only.filter((name) => !CAMPAIGNS.some((campaign) => campaign.name === name));
    if (unknown.length > 0) throw new Error(`--only: no campaign ${unknown.join(', ')}; there are ${CAMPAIGNS.map(({ name }) => name).join(', ')}`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  const { only } = options;
  console.log(`seed ${options.seed}, ${options.posts} posts a campaign, ${options.connections} connections${options.plant ? `, planted: ${options.plant}` : ''}`);
  /** @type {import('./report.mjs').Result[]} */
  const results = [];
  for (const campaign of CAMPAIGNS.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const result = await runCampaign(campaign, options);
    results.push(result);
    console.log(tableOf([result]));
  }
  const file = write(options, results);
  const sound = results.every(passed);
  console.log(`\n${sound ? 'Nothing lost, nothing twice.' : 'A promise was broken.'} Results: ${file}`);
  return sound ? 0 : 1;
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
  const file = `${RESULTS}faults-${options.seed}.json`;
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), node: process.version, options, results }, null, 2)}\n`);
  return file;
}
