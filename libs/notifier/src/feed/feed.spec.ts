import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LeadEventKind } from '@tributary/proto';
import { headersOf } from '@tributary/platform/testing';
import { leadEvent, type EventFields } from '../testing/lead-events.js';
import type { FeedMessage } from '../testing/feed-client.js';
import { type TestNotifier, testNotifier } from '../testing/test-notifier.js';

const leadsOf = (messages: FeedMessage[]): unknown[] => messages.map(({ data }) => data['leadId']);

describe('GET /api/v1/feed', () => {
  let notifier: TestNotifier;
  beforeEach(async () => {
    notifier = await testNotifier();
  });
  afterEach(() => notifier.stop());

  const happen = (...leadIds: string[]): Promise<void> => notifier.append(...leadIds.map((leadId) => leadEvent({ leadId })));

  it('tells what happens from now on', async () => {
    await happen('before');
    await notifier.settled();
    const feed = await notifier.feed({});
    await notifier.append(leadEvent({ leadId: 'a' }), leadEvent({ leadId: 'b', kind: LeadEventKind.REVISED, notify: false, managerId: '' }));
    const [first, second] = await feed.next(2);
    expect(feed.response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(feed.response.headers['cache-control']).toBe('no-store');
    expect(first).toEqual({
      id: expect.stringMatching(/^\d+$/),
      event: 'lead.opened',
      data: {
        leadId: 'a',
        personId: 'person-1',
        personName: 'Анна',
        managerId: 'manager-1',
        line: 'main',
        contactId: 'contact-1',
        channel: 'form',
        preview: 'Хочу «заказать»\nдва',
        occurredAt: '2026-11-22T08:30:00.250Z',
        notifies: true,
      },
    });
    expect(second).toMatchObject({ event: 'lead.revised', data: { leadId: 'b', managerId: null, notifies: false } });
    feed.close();
  });

  it('goes on after the last event that the client saw', async () => {
    await happen('a', 'b', 'c');
    const feed = await notifier.feed({}, '?since=0');
    const [first] = await feed.next(3);
    feed.close();
    const again = await notifier.feed({}, '?since=0', { 'last-event-id': String(first?.id) });
    await happen('d');
    expect(leadsOf(await again.next(3))).toEqual(['b', 'c', 'd']);
    again.close();
  });

  it('tells what was recorded since a time', async () => {
    await happen('a');
    await notifier.settled();
    const { rows } = await notifier.pool.query<{ at: Date }>(`UPDATE notifier.feed_entry SET at = at - interval '1 hour' RETURNING at`);
    await happen('b');
    await notifier.settled();
    const since = (at: number | undefined): string => `?since=${new Date(at ?? 0).toISOString()}`;
    const all = await notifier.feed({}, since(rows[0]?.at.getTime()));
    expect(leadsOf(await all.next(2))).toEqual(['a', 'b']);
    const later = await notifier.feed({}, since(Date.now() - 60_000));
    expect(leadsOf(await later.next(1))).toEqual(['b']);
    all.close();
    later.close();
  });

  it('goes on from what there is when the client knows a number from before a restore', async () => {
    const feed = await notifier.feed({}, '', { 'last-event-id': '999999999999' });
    await happen('a');
    expect(leadsOf(await feed.next(1))).toEqual(['a']);
    feed.close();
  });

  it('shows a manager what is theirs and the pool, live and in what was missed', async () => {
    const all = [leadEvent({ leadId: 'mine' }), leadEvent({ leadId: 'other', managerId: 'manager-2' }), leadEvent({ leadId: 'pool', managerId: '' })];
    const [mine, nobody, operator] = await Promise.all([
      notifier.feed({ role: 'manager', managerId: 'manager-1' }),
      notifier.feed({ role: 'manager' }),
      notifier.feed({ role: 'operator' }),
    ]);
    await notifier.append(...all);
    expect(leadsOf(await mine.next(2))).toEqual(['mine', 'pool']);
    expect(leadsOf(await nobody.next(1))).toEqual(['pool']);
    expect(leadsOf(await operator.next(3))).toEqual(['mine', 'other', 'pool']);
    const missed = await notifier.feed({ role: 'manager', managerId: 'manager-2' }, '?since=0');
    expect(leadsOf(await missed.next(2))).toEqual(['other', 'pool']);
    for (const feed of [mine, nobody, operator, missed]) feed.close();
  });

  it('shows managers what they are told, whoever has the lead', async () => {
    const feeds = await Promise.all(['manager-2', 'manager-3'].map((managerId) => notifier.feed({ role: 'manager', managerId })));
    const told = leadEvent({ leadId: 'late', kind: LeadEventKind.ESCALATED, toldManagerIds: ['manager-2', 'manager-3'], reason: 'not-taken' });
    await notifier.append(leadEvent({ leadId: 'other' }), told);
    feeds.push(await notifier.feed({ role: 'manager', managerId: 'manager-3' }, '?since=0'));
    for (const feed of feeds) {
      const [message] = await feed.next(1);
      expect(message).toMatchObject({ event: 'lead.escalated', data: { leadId: 'late', managerId: 'manager-1', told: ['manager-2', 'manager-3'], reason: 'not-taken' } });
      feed.close();
    }
  });

  it('tells of a conversation whose lead nobody has those who are told by name, unless the lead is open', async () => {
    const noted = (leadId: string, fields: EventFields = {}) => leadEvent({ leadId, kind: LeadEventKind.NOTED, notify: false, managerId: '', conversationId: 'conversation-1', ...fields });
    const [live, operator] = await Promise.all([notifier.feed({ role: 'manager', managerId: 'manager-1' }), notifier.feed({ role: 'operator' })]);
    await notifier.append(noted('none'), noted('closed'), noted('told', { toldManagerIds: ['manager-1'] }), noted('mine', { managerId: 'manager-1' }), noted('pool', { pooled: true }));
    expect(leadsOf(await operator.next(5))).toEqual(['none', 'closed', 'told', 'mine', 'pool']);
    const feeds = [live, await notifier.feed({ role: 'manager', managerId: 'manager-1' }, '?since=0')];
    for (const feed of feeds) expect(leadsOf(await feed.next(3))).toEqual(['told', 'mine', 'pool']);
    const nobody = await notifier.feed({ role: 'manager' }, '?since=0');
    expect(leadsOf(await nobody.next(1))).toEqual(['pool']);
    for (const feed of [...feeds, operator, nobody]) feed.close();
  });

  it('tells a long story from any place, without a gap and in order', async () => {
    const leads = Array.from({ length: 1_500 }, (_, at) => `lead-${at}`);
    const live = await notifier.feed({});
    for (let at = 0; at < leads.length; at += 100) await happen(...leads.slice(at, at + 100));
    expect(leadsOf(await live.next(leads.length))).toEqual(leads);
    const late = await notifier.feed({}, '?since=0');
    const told = await late.next(leads.length);
    expect(leadsOf(told)).toEqual(leads);
    const middle = await notifier.feed({}, `?since=${told[1_200]?.id}`);
    expect(leadsOf(await middle.next(299))).toEqual(leads.slice(1_201));
    for (const feed of [live, late, middle]) feed.close();
  });

  it('tells in each process what another recorded', async () => {
    const other = await notifier.another();
    const feeds = await Promise.all([notifier.feed({}), other.feed({})]);
    await happen('a');
    for (const feed of feeds) {
      expect(leadsOf(await feed.next(1))).toEqual(['a']);
      feed.close();
    }
  });

  it('ends properly when the process stops', async () => {
    const other = await notifier.another();
    const feed = await other.feed({});
    const ended = feed.end();
    await other.stop();
    await ended;
  });

  it('forgets a client that has gone', async () => {
    const feed = await notifier.feed({});
    const open = async (): Promise<number> => (await notifier.settled()).openFeeds;
    expect(await open()).toBe(1);
    feed.close();
    while ((await open()) > 0);
  });

  it.each([
    ['?since=yesterday', {}, 'since'],
    ['?since=2026-13-45T00:00:00Z', {}, 'since'],
    ['?since=-1', {}, 'since'],
    ['', { 'last-event-id': '1; drop' }, 'Last-Event-ID'],
    ['?after=1', {}, 'after'],
  ])('refuses %s %j', async (query, headers, field) => {
    const response = await fetch(`${notifier.url}/api/v1/feed${query}`, {
      headers: { ...headersOf(notifier.runtime, { role: 'manager', name: 'spec' }), ...headers },
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ field }] });
  });

  it('tells nothing to nobody', async () => {
    expect((await fetch(`${notifier.url}/api/v1/feed`)).status).toBe(401);
  });
});
