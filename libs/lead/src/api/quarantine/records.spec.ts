import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { handleBatch } from '../../batch/handle-batch.js';
import { ACCOUNT, batchOf, idOf, record } from '../../testing/envelopes.js';
import { asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';

describe('records in quarantine', () => {
  let lead: ServedLead;
  beforeAll(async () => {
    lead = await serveLead();
    const broken = { ...record(Buffer.from([0xff, 0x00])), headers: { subject: idOf('lost'), source: `/accounts/${ACCOUNT}` } };
    await handleBatch(batchOf([{ ...broken, offset: '3/17' }, { ...record(Buffer.from('garbage')), headers: {}, offset: '11/2' }]), lead.db.deps);
  });
  afterAll(() => lead.close());

  it('are told with topic, partition and offset, page by page', async () => {
    const first = await lead.call(operator, 'GET', '/api/v1/quarantine/records?limit=1');
    const second = await lead.call(operator, 'GET', `/api/v1/quarantine/records?limit=1&cursor=${first.body.nextCursor}`);
    const items = [...first.body.items, ...second.body.items];
    expect(items.sort((a, b) => a.partition - b.partition)).toEqual([
      {
        topic: 'inbound.contacts.v1', partition: 3, offset: '17', contactId: idOf('lost'), revision: null, accountId: ACCOUNT,
        reason: { stage: 'decode', detail: expect.stringContaining('not an envelope') }, sizeBytes: 2, createdAt: expect.any(String), settledAt: null,
      },
      expect.objectContaining({ partition: 11, offset: '2', contactId: null, accountId: null, sizeBytes: 7 }),
    ]);
    expect(second.body.nextCursor ?? null).toBeNull();
  });

  it('are for operators', async () => {
    expect((await lead.call(asManager('0190f000-0000-7000-8000-000000000002'), 'GET', '/api/v1/quarantine/records')).status).toBe(403);
  });
});
