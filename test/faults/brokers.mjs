import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrokers } from '../../deploy/kafka/start-brokers.mjs';
import { atExit } from '../e2e/processes.mjs';

/** As many as production has: any one may be killed. */
export const BROKERS = 3;

/** @type {Promise<import('../../deploy/kafka/start-brokers.mjs').Brokers> | undefined} */
let starting;
/** @type {string | undefined} */
let dir;

/** Real brokers for all campaigns of this run; each campaign has its own names in them. */
export function sharedBrokers() {
  dir ??= mkdtempSync(join(tmpdir(), 'tributary-faults-kafka-'));
  const folder = dir;
  starting ??= startBrokers({ count: BROKERS, dir: folder }).then((brokers) => {
    atExit(() => rmSync(folder, { recursive: true, force: true }));
    return brokers;
  });
  return starting;
}

/**
 * Brokers that are there (`TRIBUTARY_KAFKA=host:port,…`), else one of our own.
 * @returns {Promise<{ brokers: string, stop: () => Promise<void> }>}
 */
export async function anyBrokers() {
  const given = process.env['TRIBUTARY_KAFKA'];
  if (given) return { brokers: given, stop: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'tributary-kafka-'));
  const { brokers, stop } = await startBrokers({ dir: folder });
  return {
    brokers,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ends them, if they were started. */
export async function endBrokers() {
  await (await starting)?.stop();
}
