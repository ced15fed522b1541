import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { plansOf } from '@tributary/storage/testing';
import { handleBatch } from '../batch/handle-batch.js';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { batchOf, records } from '../testing/envelopes.js';
import { pastLeads } from './past-leads.js';
import { Play } from './play.js';
import { simulate } from './simulate.js';

const LEADS = 260;
const window = { since: new Date(0), until: new Date('2099-01-01') };

describe('the simulator', () => {
  let db: LeadDatabase;
  beforeAll(async () => {
    db = await leadDatabase();
    await db.addManagers('Anna');
    await handleBatch(batchOf(records(Array.from({ length: LEADS }, (_, n) => ({ name: `s${n}`, phone: `+7916${1_000_000 + n}` })))), db.deps);
  });
  afterAll(() => db.drop());

  const read = async (tx: Parameters<typeof pastLeads>[0]): Promise<string[]> => {
    const ids: string[] = [];
    for await (const chunk of pastLeads(tx, window.since, window.until)) ids.push(...chunk.map(({ leadId }) => leadId));
    return ids;
  };

  it('reads each lead once, chunk by chunk from where the last one ended, and sorts nothing', async () => {
    let ids: string[] = [];
    const plans = (await plansOf(db.pool, async (tx) => (ids = await read(tx)))).filter((plan) => plan.includes('lead_opened'));
    expect(new Set(ids).size).toBe(LEADS);
    expect(ids).toHaveLength(LEADS);
    expect(plans).toHaveLength(2);
    for (const plan of plans) {
      expect(plan).not.toMatch(/Sort/);
      // Cut below all joins.
      expect(plan.lastIndexOf('Limit', plan.indexOf('lead_opened'))).toBeGreaterThan(plan.indexOf('Nested Loop'));
    }
  });

  it('lets others be served after 25 leads', async () => {
    let [turn, done] = [0, false];
    const played: number[] = [];
    const tick = (): void => {
      turn += 1;
      if (!done) setImmediate(tick);
    };
    const take = jest.spyOn(Play.prototype, 'take').mockImplementation(() => {
      played[turn] = (played[turn] ?? 0) + 1;
    });
    tick();
    const { leads } = await simulate(db.pool, undefined, window, 'en');
    done = true;
    take.mockRestore();
    expect(leads).toBe(LEADS);
    // Twice: by the rules that count and by the draft.
    expect(Math.max(...played.filter((count) => count > 0))).toBe(2 * 25);
  });
});
