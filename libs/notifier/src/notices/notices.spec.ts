import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LeadEventKind } from '@tributary/proto';
import { plansOf } from '@tributary/storage/testing';
import { Webhook } from 'standardwebhooks';
import { leadEvent } from '../testing/lead-events.js';
import { listDeliveries } from './delivery-list.js';
import { MAIL_WAY, NoticeDesk, SECRET, TOKEN } from '../testing/notice-desk.js';
import { Arrivals } from '../testing/receivers.js';

const ZONE = 'Pacific/Auckland';
/** What the clock shows there, so many hours from now. */
const clock = (hours: number): string => new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(Date.now() + hours * 3_600_000));

let desk: NoticeDesk;
beforeAll(async () => {
  desk = await NoticeDesk.open();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const messageIds = (): (string | undefined)[] => desk.sink.mails.all.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1]?.trim());

describe('a notice', () => {
  it('goes to its manager by each of their ways, once whatever is replayed', async () => {
    await desk.want({ locale: 'ru', ways: [MAIL_WAY, { kind: 'telegram', chatId: '77' }, desk.hook] });
    const event = desk.mine();
    await desk.notifier.append(event, event);
    const sent = await desk.sent(3);
    await desk.notifier.append(event);
    await desk.notifier.append(desk.mine({ kind: LeadEventKind.JOINED }));
    await desk.sent(6);
    expect(sent.map(({ kind, leadId, tries }) => [kind, leadId, tries])).toEqual(Array.from({ length: 3 }, () => ['lead.opened', 'lead-1', 1]));
    const [mail = ''] = desk.sink.mails.all;
    expect(mail).toMatch(/^To: anna@example\.ru\r?$/m);
    expect(mail).toContain('multipart/alternative');
    expect(messageIds()[0]).toBe(`<${sent.find(({ way }) => way.startsWith('mail:'))?.id}@tributary.invalid>`);
    const chat = desk.receiver.posts.all.find(({ path }) => path === `/bot${TOKEN}/sendMessage`);
    expect(JSON.parse(chat!.body)).toEqual({ chat_id: '77', text: expect.stringMatching(/^Новый лид: Анна\n\nХочу «заказать»\nдва[^]*потому что[^]*\/leads\/lead-1$/) });
    const post = desk.receiver.posts.all.find(({ path }) => path === '/hook')!;
    expect(post.headers['webhook-id']).toBe(sent.find(({ way }) => way.startsWith('webhook:'))?.id);
    expect(new Webhook(SECRET).verify(post.body, post.headers as Record<string, string>)).toMatchObject({ type: 'lead.opened', data: { managerId: desk.managerId, leadId: 'lead-1', url: expect.stringMatching(/\/leads\/lead-1$/) } });
    expect([desk.sink.mails.all.length, desk.receiver.posts.all.length]).toEqual([2, 4]);
  });

  it('is listed by pages that end between two of one millisecond, in the order of an index', async () => {
    await desk.want({ ways: [desk.hook] });
    await desk.notifier.append(desk.mine(), desk.mine(), desk.mine());
    const sent = await desk.sent(3);
    const { pool } = desk.notifier;
    for (const [n, { id }] of sent.entries()) await pool.query(`UPDATE notifier.notice_delivery SET created_at = timestamptz '2026-11-26T09:00:00.000100Z' + $2 * interval '1 microsecond' WHERE id = $1`, [id, n]);
    const ids: string[] = [];
    const plans = await plansOf(pool, async (asks) => {
      for (let after: [string, string] | undefined; ids.length < 3; ) {
        const [row] = await listDeliveries(asks, desk.managerId, 1, after);
        ids.push(row!.id);
        after = [row!.position, row!.id];
      }
    });
    expect(ids).toEqual(sent.map(({ id }) => id).reverse());
    for (const plan of plans) expect(plan).toMatch(/notice_delivery_of_manager/);
    for (const plan of plans) expect(plan).not.toMatch(/Sort/);
  });

  it('goes to those who are told, never to who did it, nor of kinds that they don’t want, nor of silent events', async () => {
    await desk.want({ ways: [desk.hook], kinds: ['escalated', 'transferred'] });
    await desk.notifier.append(
      desk.mine({ notify: false, kind: LeadEventKind.ESCALATED }),
      desk.mine({ leadId: 'unwanted' }),
      desk.mine({ leadId: 'own', kind: LeadEventKind.TRANSFERRED, actorManagerId: desk.managerId }),
      desk.mine({ leadId: 'revised', kind: LeadEventKind.REVISED, notify: false }),
      leadEvent({ leadId: 'pool', managerId: '', kind: LeadEventKind.ESCALATED }),
      leadEvent({ leadId: 'told', kind: LeadEventKind.ESCALATED, toldManagerIds: [desk.managerId, desk.managerId], reason: 'not-taken' }),
    );
    expect((await desk.sent(1)).map(({ leadId }) => leadId)).toEqual(['told']);
    const { body } = await desk.notifier.api<{ items: { leadId: string }[] }>(desk.manager, 'GET', '/api/v1/notifications/me/notices');
    expect(body.items.map(({ leadId }) => leadId)).toEqual(['told']);
  });

  it('says of an answer that did not arrive so, whatever kinds are wanted, and of one that did nothing', async () => {
    await desk.want({ locale: 'ru', ways: [desk.hook], kinds: [] });
    const changed = { kind: LeadEventKind.REPLY_CHANGED, contactId: '', managerId: 'manager-2', toldManagerIds: [desk.managerId] };
    await desk.notifier.append(desk.mine({ ...changed, leadId: 'sent', notify: false, reason: 'reply-sent' }), desk.mine({ ...changed, leadId: 'failed', reason: 'reply-failed' }));
    expect((await desk.sent(1)).map(({ leadId }) => leadId)).toEqual(['failed']);
    const [post] = desk.receiver.posts.all;
    expect(post!.body).toContain('lead.reply-changed');
  });

  it('stands in the console alone for who has no ways', async () => {
    await desk.notifier.append(desk.mine({ leadId: 'first' }), desk.mine({ leadId: 'second' }), leadEvent({ leadId: 'third', toldManagerIds: [desk.managerId] }));
    await desk.notifier.settled();
    expect(await desk.deliveries()).toEqual([]);
    const page = async (query: string) => (await desk.notifier.api<{ items: { leadId: string }[]; nextCursor: string | null }>(desk.manager, 'GET', `/api/v1/notifications/me/notices${query}`)).body;
    const { items, nextCursor } = await page('?limit=2');
    expect(items.map(({ leadId }) => leadId)).toEqual(['third', 'second']);
    expect((await page(`?limit=2&cursor=${nextCursor}`)).items.map(({ leadId }) => leadId)).toEqual(['first']);
  });

  it('goes again under the same Message-ID when nobody knows whether it arrived', async () => {
    await desk.want({ ways: [MAIL_WAY] });
    desk.line.cutsNext = true;
    await desk.notifier.append(desk.mine());
    await desk.failed(1);
    await desk.notifier.append(...Array.from({ length: 9 }, (_, n) => desk.mine({ leadId: `later-${n}` })));
    await desk.sent(9);
    await desk.hurry();
    await desk.sent(10);
    const [first, digest, again, ...others] = messageIds();
    expect(first).toBeDefined();
    expect([again, others]).toEqual([first, []]);
    expect(digest).not.toBe(first);
  });

  it('that was refused joins the digest of those that came meanwhile', async () => {
    await desk.setSenders({ password: 'wrong' });
    await desk.want({ ways: [MAIL_WAY], digestAfter: 2 });
    await desk.notifier.append(desk.mine({ leadId: 'a' }));
    expect((await desk.failed(1))[0]?.lastError).toMatch(/did not take the mail: 535/);
    await desk.notifier.append(desk.mine({ leadId: 'b' }));
    await desk.failed(2);
    await desk.notifier.append(desk.mine({ leadId: 'c' }));
    await desk.notifier.settled();
    expect(desk.sink.mails.all).toEqual([]);
    await desk.setSenders();
    expect(new Set((await desk.sent(3)).map(({ messageId }) => messageId)).size).toBe(1);
    expect(desk.sink.mails.all).toHaveLength(1);
  });

  it('is one of a digest when there are many, which only counts those of the day before', async () => {
    await desk.want({ ways: [desk.hook], timeZone: ZONE, quietHours: { from: clock(-2), to: clock(2) } });
    await desk.notifier.append(...Array.from({ length: 8 }, (_, n) => desk.mine({ leadId: `lead-${n}` })));
    await desk.until((all) => all.length === 8 && all.every(({ nextTryAt }) => Date.parse(String(nextTryAt)) > Date.now()));
    await desk.notifier.pool.query(
      `UPDATE notifier.notice_delivery SET created_at = now() - interval '25 hours' WHERE manager_id = $1 AND event_id IN (SELECT id FROM notifier.feed_entry WHERE lead_id IN ('lead-0', 'lead-1', 'lead-2'))`,
      [desk.managerId],
    );
    expect(desk.receiver.posts.all).toEqual([]);
    await desk.want({ ways: [desk.hook] });
    await desk.sent(8);
    expect(desk.receiver.posts.all).toHaveLength(1);
    const { type, data } = JSON.parse(desk.receiver.posts.all[0]!.body) as { type: string; data: { older: number; notices: { leadId: string }[] } };
    expect([type, data.older, data.notices.map(({ leadId }) => leadId)]).toEqual(['leads.digest', 3, ['lead-3', 'lead-4', 'lead-5', 'lead-6', 'lead-7']]);
  });

  it('waits for the end of quiet hours over midnight, by the clock of the manager’s zone', async () => {
    await desk.want({ ways: [desk.hook], timeZone: ZONE, quietHours: { from: clock(-20), to: clock(2) } });
    await desk.notifier.append(desk.mine());
    const [waiting] = await desk.until(([delivery]) => delivery !== undefined && Date.parse(String(delivery.nextTryAt)) > Date.now());
    const hours = (Date.parse(String(waiting?.nextTryAt)) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.9);
    expect(hours).toBeLessThanOrEqual(2);
    await desk.hurry();
    await desk.until(([delivery]) => Date.parse(String(delivery?.nextTryAt)) > Date.now());
    expect(desk.receiver.posts.all).toEqual([]);
  });

  it('is tried when its receiver wishes, and given up after 200 tries', async () => {
    desk.receiver.answer = { status: 429, body: { ok: false, parameters: { retry_after: 90 } } };
    await desk.want({ ways: [{ kind: 'telegram', chatId: '7' }] });
    await desk.notifier.append(desk.mine());
    const [waiting] = await desk.failed(1);
    const seconds = (Date.parse(String(waiting?.nextTryAt)) - Date.now()) / 1_000;
    expect(seconds).toBeGreaterThan(80);
    expect(seconds).toBeLessThanOrEqual(90);
    await desk.notifier.pool.query('UPDATE notifier.notice_delivery SET tries = 199 WHERE manager_id = $1', [desk.managerId]);
    await desk.hurry();
    const [given] = await desk.until(([delivery]) => delivery?.state === 'given-up');
    expect(given).toMatchObject({ tries: 200, nextTryAt: null, lastError: 'Telegram answered 429' });
  });

  it('waits for nobody else’s receiver, and makes room for a digest while its own is slow', async () => {
    const held = new Arrivals<() => void>();
    const slow = createServer((request, response) => {
      request.resume();
      held.add(() => response.writeHead(204).end());
    });
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`;
    await desk.want({ ways: [{ ...desk.hook, url }] });
    const quick = randomUUID();
    await desk.notifier.api('admin', 'PUT', `/api/v1/notifications/${quick}`, { ways: [desk.hook] });
    await desk.notifier.append(desk.mine());
    const [first] = await held.until(1);
    await desk.notifier.append(...Array.from({ length: 9 }, (_, n) => desk.mine({ leadId: `later-${n}` })), leadEvent({ managerId: quick, leadId: 'quick' }));
    await desk.receiver.posts.until(1);
    expect(held.all).toHaveLength(1);
    first?.();
    const [, digest] = await held.until(2);
    digest?.();
    await desk.sent(10);
    expect(held.all).toHaveLength(2);
    slow.close();
  });

  it('is not sent by a way that was removed meanwhile, nor of what was erased', async () => {
    desk.receiver.answer = { status: 400, body: {} };
    await desk.want({ ways: [desk.hook] });
    await desk.notifier.append(desk.mine({ leadId: 'erased' }));
    await desk.failed(1);
    await desk.want({ ways: [] });
    await desk.until(([delivery]) => delivery?.state === 'way-removed');
    await desk.notifier.pool.query(`DELETE FROM notifier.feed_entry WHERE lead_id = 'erased'`);
    expect(await desk.deliveries()).toEqual([]);
  });

  it('is sent by one of several processes alone', async () => {
    const others = [await desk.notifier.another(), await desk.notifier.another()];
    const managers = Array.from({ length: 8 }, () => randomUUID());
    for (const each of managers) await desk.notifier.api('admin', 'PUT', `/api/v1/notifications/${each}`, { ways: [{ ...desk.hook, url: `${desk.receiver.url}/${each}` }] });
    const events = Array.from({ length: 160 }, (_, n) => leadEvent({ managerId: managers[n % 8]!, leadId: `lead-${n}` }));
    for (let at = 0; at < events.length; at += 10) await desk.notifier.append(...events.slice(at, at + 10));
    await desk.notifier.settled();
    const waiting = async () => (await desk.notifier.pool.query(`SELECT FROM notifier.notice_delivery WHERE manager_id = ANY($1) AND state = 'waiting'`, [managers])).rowCount;
    while ((await waiting()) !== 0);
    const told = desk.receiver.posts.all.flatMap(({ body }) => {
      const { data } = JSON.parse(body) as { data: { leadId?: string; notices?: { leadId: string }[]; older?: number } };
      return data.notices?.map(({ leadId }) => leadId) ?? [data.leadId];
    });
    const counted = desk.receiver.posts.all.reduce((sum, { body }) => sum + ((JSON.parse(body) as { data: { older?: number } }).data.older ?? 0), 0);
    expect(new Set(told).size).toBe(told.length);
    expect(told.length + counted).toBe(160);
    await Promise.all(others.map((process) => process.stop()));
  });
});
