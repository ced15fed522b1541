import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { memoryOf } from '../../e2e/usage.mjs';
import { databaseOf } from '../../faults/database.mjs';
import { BombRange } from '../../mail/bomb-range.mjs';

/** Less than the largest of them sends: it was not held. */
const MOST_GROWTH_BYTES = 250 * 2 ** 20;

let dataDir: string;
let hub: Hub;
let range: BombRange;

beforeAll(async () => {
  dataDir = makeDataDir();
  hub = await startHub({ dataDir });
  range = await BombRange.start(hub.api, databaseOf(dataDir));
  await install(hub.api);
  await range.addMailboxes();
}, 120_000);

afterAll(async () => {
  await range.stop();
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

describe('mails that are made to hurt, in a running hub', () => {
  it('makes a contact of each, or puts it aside with its reason, and reads the good mails behind them and in another mailbox', async () => {
    const before = memoryOf(hub.pid);
    const subjects = Array.from({ length: 20 }, (_, n) => `beside-${n}`);
    await Promise.all([range.dropAll(1), ...subjects.map((subject) => range.deliverGood(subject))]);
    await range.untilAssigned(subjects);
    expect(await range.wrongOutcomes()).toEqual([]);
    expect(memoryOf(hub.pid).peakRssBytes - before.rssBytes).toBeLessThan(MOST_GROWTH_BYTES);
  }, 360_000);
});
