import { endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { pause } from '../../e2e/until.mjs';
import { memoryOf } from '../../e2e/usage.mjs';
import { databaseOf } from '../../faults/database.mjs';
import { BombRange } from '../../mail/bomb-range.mjs';
import { eventLoopOf } from '../event-loop.mjs';
import { percentiles } from '../statistics.mjs';

const MIB = 2 ** 20;
/** Between two good mails. */
const PACE_MS = 200;
const ALONE_MAILS = 50;

/**
 * What mails that are made to hurt do to the others: the time of good mails in another mailbox with and without them,
 * memory and event loop of the hub, and whether each became what it must.
 * @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say
 */
export async function measureBombs({ bombRounds }, say) {
  const dataDir = makeDataDir('tributary-bench-');
  const hub = await startHub({ dataDir });
  const range = await BombRange.start(hub.api, databaseOf(dataDir));
  try {
    await install(hub.api);
    await range.addMailboxes();
    const phase = async (/** @type {string} */ name, /** @type {Promise<unknown>} */ over) => {
      await eventLoopOf(hub);
      const delays = percentiles(await goodMails(range, name, over));
      return { ...delays, eventLoop: await eventLoopOf(hub), rssMiB: mib(memoryOf(hub.pid).rssBytes), peakRssMiB: mib(memoryOf(hub.pid).peakRssBytes) };
    };
    await phase('warm', pause(5 * PACE_MS));
    const alone = await phase('alone', pause(ALONE_MAILS * PACE_MS));
    const beside = await phase('beside', range.dropAll(bombRounds));
    const wrong = await range.wrongOutcomes();
    say(`bombs: good p95 ${alone.p95Ms.toFixed(0)} ms alone, ${beside.p95Ms.toFixed(0)} ms beside ${range.dropped} bombs, peak ${beside.peakRssMiB} MiB, ${wrong.length} with a wrong outcome`);
    return { bombs: range.dropped, alone, beside, wrong };
  } finally {
    await range.stop();
    await endHub(hub);
    await removeDataDir(dataDir);
  }
}

/** Delivers one after the other until something is over. @param {BombRange} range @param {string} name @param {Promise<unknown>} over @returns {Promise<number[]>} ms from delivered to assigned */
async function goodMails(range, name, over) {
  /** @type {Map<string, number>} */
  const deliveredAtMs = new Map();
  let going = true;
  const ended = over.finally(() => (going = false));
  ended.catch(() => undefined);
  for (let n = 0; going; n += 1) {
    const subject = `${name}-${n}`;
    deliveredAtMs.set(subject, Date.now());
    await range.deliverGood(subject);
    await pause(PACE_MS);
  }
  await ended;
  const assignedAtMs = await range.untilAssigned([...deliveredAtMs.keys()]);
  return [...deliveredAtMs].map(([subject, at]) => (assignedAtMs.get(subject) ?? Number.NaN) - at);
}

/** @param {number} bytes */
function mib(bytes) {
  return Math.round(bytes / MIB);
}
