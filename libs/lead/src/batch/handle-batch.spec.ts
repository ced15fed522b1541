import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { handleBatch } from './handle-batch.js';

describe('a batch', () => {
  let db: LeadDatabase;
  beforeAll(async () => {
    db = await leadDatabase();
    await db.addManagers('Anna', 'Boris', 'Vera');
  });
  afterAll(() => db.drop());

  const handle = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), db.deps);

  it('makes one person and one lead of two contacts of a new phone', async () => {
    await handle({ name: 'a1', phone: '+79160000001', sender: 'Ivan' }, { name: 'a2', phone: '+79160000001', email: 'ivan@example.com' });
    const rows = await db.rows<{ id: string; person_id: string; lead_id: string; decision: { steps: { code: string }[] } }>(
      'select id, person_id, lead_id, decision from lead.contact where id = any($1)', [[idOf('a1'), idOf('a2')]]);
    expect(new Set(rows.map((row) => row.person_id)).size).toBe(1);
    expect(new Set(rows.map((row) => row.lead_id)).size).toBe(1);
    expect(await db.value('select contacts_count from lead.lead where id = $1', [rows[0]!.lead_id])).toBe(2);
    expect(await db.value('select count(*)::int from lead.identity where person_id = $1', [rows[0]!.person_id])).toBe(2);
  });
});
