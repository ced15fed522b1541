import { pick, seeded, shuffled } from '../../e2e/random.mjs';
import { BROKERS } from '../brokers.mjs';
import { settleRate } from '../scene.mjs';
import { playSeparately } from '../separate-scene.mjs';

const ROLES = /** @type {const} */ (['form', 'lead', 'console', 'relay', 'notifier']);
/** What a kill with the way back takes here: the posts must last for all of them. */
const KILL_MS = 6_000;

/**
 * kill -9 of a process of each role and of one broker after another, in seeded order, each followed by its restart, while
 * the witness posts.
 * @type {import('../scene.mjs').Campaign}
 */
export const kafkaKills = {
  name: 'kafka-kills',
  title: 'kill -9 of each role and of each broker, over Kafka',
  run: (options) =>
    playSeparately(options, { name: 'kafka-kills' }, async (scene) => {
      const { witness } = scene;
      const victims = chooseVictims(options);
      const load = await settleRate(witness, options.posts);
      const rate = Math.min(load.rate, Math.ceil((options.posts * 0.85 * 1000) / (victims.length * KILL_MS)));
      witness.setRate(rate);
      const killed = await killAll(scene, victims, options.posts);
      return {
        facts: { ...load, rate, kills: killed.length, killed: killed.join(' ') },
        faults: killed.length < victims.length ? [`only ${killed.length} of ${victims.length} were killed: the posts ended too soon`] : [],
      };
    }),
};

/** @param {import('../options.mjs').FaultOptions} options @returns {string[]} roles and brokers: each once, then more roles */
function chooseVictims({ seed, kills }) {
  const random = seeded(seed);
  const brokers = Array.from({ length: BROKERS }, (_, at) => `broker-${at + 1}`);
  const each = shuffled(random, [...ROLES, ...brokers]);
  const more = Array.from({ length: Math.max(0, kills - each.length) }, () => pick(random, ROLES));
  return [...each, ...more];
}

/** @param {import('../separate-scene.mjs').Scene} scene @param {string[]} victims @param {number} posts @returns {Promise<string[]>} what was killed */
async function killAll({ stand, kafka, witness }, victims, posts) {
  const killed = [];
  for (const [at, victim] of victims.entries()) {
    const due = posts * (0.1 + (0.85 * at) / victims.length);
    await witness.reached(due);
    if (witness.progress.accepted < due) break;
    if (victim.startsWith('broker-')) {
      const broker = Number(victim.slice('broker-'.length));
      await kafka.kill(broker);
      await kafka.restart(broker);
      killed.push(victim);
      continue;
    }
    // Of several the first and the second in turn: the leader of one campaign's moment is the standby of the next.
    const names = stand.names(/** @type {import('../separate-stand.mjs').Role} */ (victim));
    const name = /** @type {string} */ (names[at % names.length]);
    await stand.kill(name);
    await stand.ready(name);
    killed.push(name);
  }
  return killed;
}
