import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitOnSignals } from '../e2e/processes.mjs';
import { Databases } from './databases.mjs';
import { measureBombs } from './measure/bombs.mjs';
import { measureEndToEnd } from './measure/end-to-end.mjs';
import { measureFootprint } from './measure/footprint.mjs';
import { measureIntake } from './measure/intake.mjs';
import { measureKafka } from './measure/kafka.mjs';
import { measureLead } from './measure/lead.mjs';
import { measureMail } from './measure/mail.mjs';
import { measureMailboxes } from './measure/mailboxes.mjs';
import { measureMessengers } from './measure/messengers.mjs';
import { measureParse } from './measure/parse.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { measureRouting } from './measure/routing.mjs';
import { tableOf } from './table.mjs';

const PARTS = ['footprint', 'intake', 'lead', 'routing', 'end-to-end', 'kafka', 'parse', 'mail', 'bombs', 'mailboxes', 'messengers'];
const RESULT = fileURLToPath(new URL('../results/bench.json', import.meta.url));

exitOnSignals();
process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} args @returns {Promise<number>} exit code */
async function main(args) {
  let options;
  try {
    options = parseOptions(args);
    const unknown = options.only.filter((name) => !PARTS.includes(name));
    if (unknown.length > 0) throw new Error(`--only: no part ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  const figures = await measure(options);
  const file = options.json ? resolve(options.json) : RESULT;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(`\n${tableOf(figures)}\n\nAll figures: ${file}`);
  return 0;
}

/** @param {import('./options.mjs').BenchOptions} options */
async function measure(options) {
  const { only } = options;
  const wanted = (/** @type {string} */ part) => only.length === 0 || only.includes(part);
  const startedAt = Date.now();
  const say = (/** @type {string} */ line) => console.log(`${String(Math.round((Date.now() - startedAt) / 1000)).padStart(4)} s  ${line}`);
  const databases = await Databases.start();
  const [cpu] = cpus();
  const loadBefore = loadavg()[0];
  try {
    return {
      at: new Date().toISOString(),
      options,
      machine: { cpus: cpus().length, cpu: cpu?.model ?? 'unknown', memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version, loadBefore },
      settings: await databases.settings(),
      footprint: wanted('footprint') ? await measureFootprint(options, say) : undefined,
      intake: wanted('intake') ? await measureIntake(databases, options, say) : undefined,
      lead: wanted('lead') ? await measureLead(databases, options, say) : undefined,
      routing: wanted('routing') ? await measureRouting(databases, options, say) : undefined,
      endToEnd: wanted('end-to-end') ? await measureEndToEnd(options, say) : undefined,
      kafka: wanted('kafka') ? await measureKafka(databases, options, say) : undefined,
      parse: wanted('parse') ? await measureParse(options, say) : undefined,
      mail: wanted('mail') ? await measureMail(options, say) : undefined,
      bombs: wanted('bombs') ? await measureBombs(options, say) : undefined,
      mailboxes: wanted('mailboxes') ? await measureMailboxes(options, say) : undefined,
      messengers: wanted('messengers') ? await measureMessengers(databases, options, say) : undefined,
    };
  } finally {
    await databases.stop();
  }
}
