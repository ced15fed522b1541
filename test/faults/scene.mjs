import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOKEN } from '../e2e/hub.mjs';
import { planPosts } from './plan.mjs';
import { plant } from './reckoning.mjs';
import { WitnessStand } from './stand.mjs';

/**
 * @typedef {import('./options.mjs').FaultOptions} FaultOptions
 *
 * @typedef {object} Outcome  of one campaign
 * @property {Record<string, number | string>} facts  kills, pauses, times: for the table
 * @property {import('./reckoning.mjs').Reckoning} [reckoning]
 * @property {string[]} [faults]  further violations, in words
 * @property {string} [notRun]  why it could not be run here
 *
 * @typedef {{ name: string, title: string, run: (options: FaultOptions) => Promise<Outcome> }} Campaign
 */

/** Share of what the hub was seen to take that the witness offers. */
const LOAD = 0.7;

/**
 * Starts a witness on a prepared installation.
 * @param {FaultOptions} options
 * @param {{ url: string | readonly string[], installation: import('../e2e/installation.mjs').Installation, posts?: number, rate?: number, paddingBytes?: number }} scene
 */
export function callWitness(options, { url, installation, posts = options.posts, rate = 0, paddingBytes = 0 }) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-witness-'));
  const witness = new WitnessStand({
    url,
    token: TOKEN,
    file: join(folder, 'testimony.jsonl'),
    connections: options.connections,
    rate,
    seed: options.seed,
    jobs: planPosts({ seed: options.seed, posts, form: installation.form, api: installation.api, paddingBytes }),
  });
  return {
    witness,
    /** What was written, falsified when `--plant` says so. */
    testimony: () => (options.plant ? plant(witness.testimony(), options.plant) : witness.testimony()),
    forget: () => options.keep || rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Lets the witness post as fast as it is answered for the first tenth, then holds it at 70 % of what was seen.
 * @param {WitnessStand} witness @param {number} posts
 * @returns {Promise<{ capacity: number, rate: number }>} posts a second
 */
export async function settleRate(witness, posts) {
  await witness.reached(Math.floor(posts / 50));
  const before = { accepted: witness.progress.accepted, at: performance.now() };
  await witness.reached(Math.floor(posts / 10));
  const seconds = (performance.now() - before.at) / 1000;
  const capacity = Math.max(50, Math.round((witness.progress.accepted - before.accepted) / seconds));
  const rate = Math.round(capacity * LOAD);
  witness.setRate(rate);
  return { capacity, rate };
}

/** Answers that a good post may get from a product in trouble: success, and "not now". Anything else is told. @param {import('./witness.mjs').Progress} progress @returns {string[]} */
export function strangeAnswers({ answers, refused }) {
  const strange = Object.entries(answers).filter(([answer]) => /^\d+$/.test(answer) && !['200', '201', '202', '429', '503'].includes(answer));
  return [...strange.map(([answer, count]) => `${count} good posts were answered ${answer}`), ...refused.slice(0, 10)];
}
