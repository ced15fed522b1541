import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LeadEventKind, Origin } from '@tributary/proto';
import { handleBatch } from '../../batch/handle-batch.js';
import { takeReceipts } from '../../conversations/take-receipts.js';
import { REACH, chat, receiptBatch, wrote } from '../../testing/conversations.js';
import { batchOf, idOf, records, type Draft } from '../../testing/envelopes.js';
import { empty, readEvents } from '../../testing/read-outcome.js';
import { asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';

const minute = (at: number): Date => new Date(Date.UTC(2026, 10, 22, 9, at));

describe('what happens in conversations', () => {
  let served: ServedLead;
  let anna: string, boris: string, vera: string;
  beforeAll(async () => {
    served = await serveLead();
    [anna, boris, vera] = (await served.db.addManagers('Anna', 'Boris', 'Vera')) as [string, string, string];
  });
  beforeEach(() => empty(served.db));
  afterAll(() => served.close());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), served.db.deps);
  const act = (actor: typeof operator, what: string, body: object = {}, id = chat()) => served.call(actor, 'POST', `/api/v1/conversations/${id}/${what}`, body);
  const read = async (actor: typeof operator, id = chat()) => (await served.call(actor, 'GET', `/api/v1/conversations/${id}`)).status;
  const reply = async (to: string, text: string) => (await served.call(operator, 'POST', `/api/v1/contacts/${idOf(to)}/reply`, { text })).body.id;
  const receipt = (replyId: string, revision: number, state: string) => takeReceipts(receiptBatch({ replyId, revision, state, code: state === 'failed' ? 'refused' : '' }), { pool: served.db.pool, logWriter: served.db.deps.logWriter });
  const since = async (before: number) => (await readEvents(served.db)).slice(before).map(({ kind, reason, managerId, toldManagerIds, pooled, preview }) => [LeadEventKind[kind], reason, managerId || toldManagerIds[0] || (pooled ? 'everybody' : 'operators'), preview]);

  it('is told to whoever looks, when it is of no lead', async () => {
    await arrive(wrote('a'));
    await act(operator, 'invite', { managerId: vera });
    const hints = async () => (await readEvents(served.db)).filter(({ reason }) => reason === 'happened');
    await arrive(wrote('blocked', { notLeadReason: 'bot-blocked', reach: { ...REACH, closed: 'blocked' } }));
    expect(await hints()).toMatchObject([{ kind: LeadEventKind.NOTED, conversationId: chat(), managerId: anna, toldManagerIds: [vera], notify: false, channel: 'telegram' }]);
    await arrive(wrote('own', { automatic: 'own', phone: undefined }), wrote('robot', { automatic: 'auto-reply', phone: undefined, notLeadReason: 'auto-reply' }));
    await arrive(wrote('blocked', { revision: 2, notLeadReason: 'bot-blocked', reach: { ...REACH, closed: 'blocked' } }));
    expect(await hints()).toHaveLength(3);
    // What a lead tells by itself, and what is read in silently where nobody looks.
    await arrive(wrote('b'), wrote('history', { conversation: 'new', origin: Origin.BULK }));
    expect(await hints()).toHaveLength(3);
    await arrive(wrote('older', { origin: Origin.BULK }));
    expect((await hints()).map(({ conversationId }) => conversationId)).toEqual([chat(), chat(), chat(), chat()]);
  });

  it('is told to operators and those who were invited, where there is no lead that a manager may see', async () => {
    await arrive(wrote('x', { notLeadReason: 'excluded', sender: 'Secret Person' }));
    expect(await read(asManager(anna))).toBe(403);
    const id = await reply('x', 'confidential answer');
    await act(operator, 'note', { text: 'n' });
    await receipt(id, 1, 'sent');
    expect(await since(0)).toEqual([
      ['NOTED', 'happened', 'operators', ''], ['REPLIED', '', 'operators', ''], ['NOTED', 'note', 'operators', ''], ['REPLY_CHANGED', 'reply-sent', 'operators', ''],
    ]);
    await act(operator, 'invite', { managerId: vera });
    expect((await since(4))[0]).toEqual(['NOTED', 'joined', vera, '']);
  });

  it.each([['closed', 'operators', 403], ['open', 'everybody', 200]])('of a lead that nobody has and that is %s is told to %s', async (status, whom, seen) => {
    await arrive(wrote('x', { sender: 'Ivan' }));
    await served.db.rows(`update lead.lead set manager_id = null, status = $1::text, closed_at = case when $1::text = 'closed' then now() end, outcome = case when $1::text = 'closed' then 'other' end`, [status]);
    expect(await read(asManager(anna))).toBe(seen);
    const before = (await readEvents(served.db)).length;
    const id = await reply('x', 'confidential answer');
    await act(operator, 'finish');
    await arrive(wrote('own', { automatic: 'own', phone: undefined }));
    await receipt(id, 1, 'sent');
    expect((await since(before)).map(([, ...told]) => told)).toEqual([['', whom, ''], ['finished', whom, ''], ['happened', whom, ''], ['reply-sent', whom, '']]);
  });

  it('says no text of an answer, but in the notice that it failed', async () => {
    await arrive(wrote('x'));
    const before = (await readEvents(served.db)).length;
    const id = await reply('x', 'Good day');
    for (const [index, state] of ['sending', 'failed'].entries()) await receipt(id, index + 1, state);
    expect(await since(before)).toEqual([['REPLIED', '', anna, ''], ['REPLY_CHANGED', 'reply-sending', anna, ''], ['REPLY_CHANGED', 'reply-failed', anna, 'Good day']]);
  });

  it('is told to whoever may look at a group now, though it is another’s lead that it is of', async () => {
    await arrive(wrote('a', { conversation: 'g', receivedAt: minute(1) }), wrote('b', { conversation: 'g', phone: '+79160000002', receivedAt: minute(2) }));
    await served.db.rows('update lead.lead set manager_id = case when id = (select lead_id from lead.contact where id = $1) then $2::uuid else $3::uuid end', [idOf('a'), anna, boris]);
    expect([await read(asManager(anna), chat('g')), await read(asManager(boris), chat('g'))]).toEqual([403, 200]);
    const told = async (...drafts: Draft[]) => {
      const before = (await readEvents(served.db)).length;
      await arrive(...drafts);
      return (await readEvents(served.db)).slice(before).map(({ kind, conversationId, managerId }) => [LeadEventKind[kind], conversationId, managerId]);
    };
    expect(await told(wrote('a', { conversation: 'g', revision: 2, receivedAt: minute(1), text: 'edited' }))).toEqual([['REVISED', '', anna], ['NOTED', chat('g'), boris]]);
    expect(await told(wrote('late', { conversation: 'g', occurredAt: minute(0), receivedAt: minute(7) }))).toEqual([['JOINED', '', anna], ['NOTED', chat('g'), boris]]);
    // Theirs is told by itself, newer or older.
    expect(await told(wrote('b', { conversation: 'g', revision: 2, phone: '+79160000002', receivedAt: minute(2), text: 'edited' }))).toEqual([['REVISED', '', boris]]);
    expect(await told(wrote('c', { conversation: 'g', phone: '+79160000002', receivedAt: minute(8) }))).toEqual([['JOINED', '', boris]]);
  });
});
