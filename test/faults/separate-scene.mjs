import { install } from '../e2e/installation.mjs';
import { sharedBrokers } from './brokers.mjs';
import { drain } from './drain.mjs';
import { reckon } from './reckoning.mjs';
import { callWitness, strangeAnswers } from './scene.mjs';
import { SeparateStand } from './separate-stand.mjs';

/** Kafka was away or a part was killed: so soon afterwards everything must be handled. */
export const DRAINED_WITHIN_MS = 120_000;

/**
 * @typedef {object} Scene
 * @property {SeparateStand} stand
 * @property {import('../../deploy/kafka/start-brokers.mjs').Brokers} kafka
 * @property {import('./stand.mjs').WitnessStand} witness  posting through the doors
 *
 * @typedef {{ facts: Record<string, number | string>, faults: string[] }} Play
 */

/**
 * A campaign's frame: separate processes over three brokers, a witness that posts through the doors, and the reckoning
 * when all is handled.
 * @param {import('./options.mjs').FaultOptions} options
 * @param {{ name: string, counts?: Partial<import('./separate-stand.mjs').Counts>, posts?: number, rate?: number }} wanted
 * @param {(scene: Scene) => Promise<Play>} play  what happens meanwhile; at its end the witness may still have posts to send
 * @returns {Promise<import('./scene.mjs').Outcome>}
 */
export async function playSeparately(options, { name, counts, posts, rate }, play) {
  const kafka = await sharedBrokers();
  const stand = await SeparateStand.start({ kafka: kafka.brokers, prefix: `${name}.`, counts });
  try {
    const installation = await install(stand.api, { apiAccount: true });
    const { witness, testimony, forget } = callWitness(options, { url: stand.doors, installation, posts, rate });
    const { facts, faults } = await play({ stand, kafka, witness });
    await witness.done;
    await stand.ready();
    const holdings = await drain({ api: stand.api, database: stand.database });
    const outcome = {
      facts,
      reckoning: reckon(testimony(), holdings),
      faults: [...faults, ...strangeAnswers(witness.progress), ...holdings.faults],
    };
    forget();
    return outcome;
  } finally {
    await stand.stop(options.keep);
  }
}
