import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { score } from './scoring.mjs';

const USAGE = `usage: npm run corpus --silent -- <folder> --json | node test/corpus/score.mjs [--under <part>] [--fixtures <folder>]
  --under     the folder that was read, relative to the folder of fixtures: emails, replies/crisp
  --fixtures  the folder of fixtures, to check that they are those that were labelled`;

/** What is asked for, as shares. */
const GOALS = /** @type {const} */ ({
  sender: 0.99,
  automaticPrecision: 0.95,
  automaticRecall: 0.95,
  reply: 0.85,
  replyRussian: 0.85,
});

process.exitCode = await main();

/** @returns {Promise<number>} exit code: 1 when a goal was missed */
async function main() {
  const { values } = parseArgs({ options: { under: { type: 'string', default: '' }, fixtures: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const labels = labelsUnder(values.under);
  if (values.fixtures) assertUnchanged(labels, values.fixtures);
  const lines = (await text(process.stdin)).split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line));
  return print(score(labels, lines.map((line) => ({ ...line, file: join(values.under, line.file) }))));
}

/** @param {string} part @returns {import('./scoring.mjs').Label[]} */
function labelsUnder(part) {
  /** @type {import('./scoring.mjs').Label[]} */
  const labels = JSON.parse(readFileSync(new URL('labels.json', import.meta.url), 'utf8'));
  return labels.filter(({ file }) => part === '' || file.startsWith(`${part.replace(/\/+$/, '')}/`));
}

/** @param {import('./scoring.mjs').Label[]} labels @param {string} fixtures */
function assertUnchanged(labels, fixtures) {
  const changed = labels.filter(({ file, sha256 }) => createHash('sha256').update(readFileSync(join(fixtures, file))).digest('hex') !== sha256);
  if (changed.length > 0) throw new Error(`not the files that were labelled: ${changed.map(({ file }) => file).join(', ')}`);
}

/** @param {import('./scoring.mjs').Score} result @returns {number} */
function print(result) {
  let missed = 0;
  for (const [name, goal] of Object.entries(GOALS)) {
    const { right, of, wrong } = result[/** @type {keyof typeof GOALS} */ (name)];
    const met = of === 0 || right / of >= goal;
    if (!met) missed = 1;
    process.stdout.write(`${met ? 'ok  ' : 'MISS'} ${name.padEnd(20)} ${right}/${of} (goal ${goal * 100} %)\n`);
    for (const file of wrong) process.stdout.write(`       ${file}\n`);
  }
  for (const file of result.quarantined) process.stdout.write(`quarantined: ${file}\n`);
  for (const file of result.missing) process.stdout.write(`not read: ${file}\n`);
  return missed;
}
