import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { handleBatch } from '../../batch/handle-batch.js';
import { takeReceipts } from '../../conversations/take-receipts.js';
import { REACH, chat, receiptBatch, wrote } from '../../testing/conversations.js';
import { batchOf, idOf, records, type Draft } from '../../testing/envelopes.js';
import { empty, readEvents } from '../../testing/read-outcome.js';
import { operator, serveLead, type ServedLead } from '../../testing/serve.js';

const minute = (at: number): Date => new Date(Date.UTC(2026, 10, 22, 9, at));

/** What the source tells of our membership in the group. */
const event = (name: string, closed: string, at: Date, more: Partial<Draft> = {}) =>
  wrote(name, { conversation: '-100', notLeadReason: 'bot-membership', phone: undefined, receivedAt: at, reach: { ...REACH, closed, membership: true }, ...more });

describe('a group’s topics', () => {
  let served: ServedLead;
  beforeAll(async () => {
    served = await serveLead();
    await served.db.addManagers('Anna');
  });
  beforeEach(() => empty(served.db));
  afterAll(() => served.close());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), served.db.deps);
  const list = async () => (await served.call(operator, 'GET', '/api/v1/conversations')).body.items;
  const show = async (actor = operator, id = chat()) => (await served.call(actor, 'GET', `/api/v1/conversations/${id}`)).body;
  const now = async () => (await list()).map(({ sourceId, reach }: { sourceId: string; reach: { open: boolean } }) => `${sourceId} ${reach.open ? 'open' : 'closed'}`).sort();
  const topic = (name: string, at: number, more: Partial<Draft> = {}) => wrote(name, { conversation: '-100/1', receivedAt: minute(at), ...more });
  const general = (name: string, at: number, more: Partial<Draft> = {}) => wrote(name, { conversation: '-100', phone: '+79160000002', receivedAt: minute(at), ...more });
  const OPEN = ['-100 open', '-100/1 open'];
  const CLOSED = ['-100 closed', '-100/1 closed'];

  it('close and open with the group, others do not', async () => {
    await arrive(...['-100/1', '-100/2', '-1000', '-100x/1'].map((conversation, at) => wrote(conversation, { conversation, phone: `+7916000005${at}`, receivedAt: minute(1) })), { ...wrote('foreign', { conversation: '-100/1', phone: '+79160000059' }), accountId: '0190f000-0000-7000-8000-000000000002' });
    const open = async () => (await list()).filter(({ reach }: { reach: { open: boolean } }) => reach.open).map(({ sourceId, accountId }: { sourceId: string; accountId: string }) => (accountId.endsWith('2') ? 'foreign' : sourceId)).sort();
    const before = (await readEvents(served.db)).length;
    await arrive(event('removed', 'removed-from-group', minute(2)));
    expect(await open()).toEqual(['-1000', '-100x/1', 'foreign']);
    expect((await show(operator, chat('-100/1'))).reach.reason.code).toBe('removed-from-group');
    expect((await readEvents(served.db)).slice(before).map(({ conversationId }) => conversationId).sort()).toEqual([chat('-100'), chat('-100/1'), chat('-100/2')].sort());
    // A topic speaks for itself, and an older word of the group takes nothing back.
    await arrive(wrote('heard', { conversation: '-100/2', phone: '+79160000051', receivedAt: minute(4) }));
    expect(await open()).toEqual(['-100/2', '-1000', '-100x/1', 'foreign']);
    await arrive(event('muted', 'no-rights', minute(3)));
    expect(await open()).toEqual(['-100/2', '-1000', '-100x/1', 'foreign']);
    await arrive(event('muted now', 'no-rights', minute(5)));
    // Who may not write hears the others all the same.
    await arrive(...['-100', '-100/1'].map((conversation, at) => wrote(`chat ${conversation}`, { conversation, phone: `+7916000005${at}`, receivedAt: minute(6) })));
    expect(await open()).toEqual(['-1000', '-100x/1', 'foreign']);
    await arrive(event('back', '', minute(7)));
    expect(await open()).toEqual(['-100', '-100/1', '-100/2', '-1000', '-100x/1', 'foreign']);
  });

  it('and the group stand as its latest word has it, however the words come', async () => {
    await arrive(topic('t', 1));
    await arrive(event('back', '', minute(5)), event('muted', 'no-rights', minute(3)));
    expect(await now()).toEqual(OPEN);
    // Nor does an older one that comes by itself.
    await arrive(event('muted before', 'no-rights', minute(4)));
    expect(await now()).toEqual(OPEN);
  });

  it('open with the right to write, and with nothing else that is said or happens in the group', async () => {
    await arrive(topic('t', 1), general('g', 1));
    await arrive(event('muted', 'no-rights', minute(3)));
    expect(await now()).toEqual(CLOSED);
    await arrive(general('says', 4));
    await arrive(general('chatter', 5, { notLeadReason: 'group-chatter' }), general('renamed', 5, { notLeadReason: 'service-message' }), topic('chatter within', 5, { notLeadReason: 'group-chatter' }));
    expect(await now()).toEqual(CLOSED);
    await arrive(event('back', '', minute(6)), general('thanks', 7));
    expect(await now()).toEqual(OPEN);
  });

  it('close in the batch in which somebody writes on, and are closed when they begin meanwhile', async () => {
    await arrive(topic('t', 1));
    await arrive(event('muted', 'no-rights', minute(3)), topic('says', 4), topic('new', 4, { conversation: '-100/2' }));
    await arrive(topic('newer', 5, { conversation: '-100/3' }));
    expect(await now()).toEqual([...CLOSED, '-100/2 closed', '-100/3 closed']);
    await arrive(event('back', '', minute(6)));
    expect(await now()).toEqual([...OPEN, '-100/2 open', '-100/3 open']);
  });

  it('that a failed reply closed open with the right to write, whatever stood of the group', async () => {
    await arrive(topic('t', 0, { receivedAt: new Date() }));
    const { body } = await served.call(operator, 'POST', `/api/v1/contacts/${idOf('t')}/reply`, { text: 'x' });
    await takeReceipts(receiptBatch({ replyId: body.id, revision: 1, state: 'failed', code: 'no-rights', closed: 'no-rights' }), { pool: served.db.pool, logWriter: served.db.deps.logWriter });
    expect(await now()).toEqual(['-100/1 closed']);
    await arrive(topic('chatter', 0, { notLeadReason: 'group-chatter', receivedAt: new Date(Date.now() + 500) }));
    expect(await now()).toEqual(['-100/1 closed']);
    await arrive(event('back', '', new Date(Date.now() + 1_000)));
    expect(await now()).toEqual(OPEN);
  });

  it('hear nothing of a private chat', async () => {
    await arrive(topic('t', 1));
    await arrive(event('blocked', 'blocked', minute(3), { place: { kind: 'private' } }));
    expect(await now()).toEqual(['-100 closed', '-100/1 open']);
  });
});
