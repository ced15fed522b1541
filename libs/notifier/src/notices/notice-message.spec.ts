import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FeedData } from '../record/new-entry.js';
import type { Told } from './claim.js';
import { digestMessage, noticeMessage, testNotice } from './notice-message.js';

const reader = { managerId: 'm-1', locale: 'en', publicUrl: 'https://hub.example.com' } as const;
const told = (data: Partial<FeedData> = {}, kind: Told['kind'] = 'lead.opened'): Told => ({
  eventId: 'e-1',
  kind,
  data: { leadId: 'lead-1', personId: 'p-1', personName: 'Анна', managerId: 'm-1', line: 'main', contactId: 'c-1', channel: 'form', preview: 'Сколько стоит\nдоставка?', occurredAt: '2026-11-27T08:30:00.000Z', ...data },
});

describe('a notice', () => {
  it('says who, what, why and where', () => {
    const { subject, text } = noticeMessage('id-1', told(), reader);
    expect(subject).toBe('New lead: Анна');
    expect(text).toBe('Сколько стоит\nдоставка?\n\nChannel: web form · Line: main\n\nYou got this lead because the rules of its line chose you.\n\nhttps://hub.example.com/leads/lead-1');
  });

  it('says it in Russian', () => {
    const { subject, text } = noticeMessage('id-1', told({ reason: 'not-taken' }, 'lead.escalated'), { ...reader, locale: 'ru' });
    expect(subject).toBe('Не взят вовремя: Анна');
    expect(text).toContain('Канал: форма на сайте · Линия: main\n\nЛид достался вам, потому что его не взяли вовремя.');
  });

  it('tells those who have not got it why they are told, and knows reasons of later versions by their kind', () => {
    expect(noticeMessage('x', told({ reason: 'not-taken', managerId: 'm-2' }, 'lead.escalated'), reader).text).toContain('You are told because it was not taken in time.');
    expect(noticeMessage('x', told({ reason: 'task-due' }, 'lead.reminded'), reader).text).toContain('You are told because a task is due.');
    expect(noticeMessage('x', told({ reason: 'full-moon' }, 'lead.joined'), reader).text).toContain('because the customer wrote again.');
  });

  it('of a task without a lead leads to the desk, one by one and in a digest', () => {
    const { text, html, data } = noticeMessage('x', told({ leadId: '', reason: 'task-due' }, 'lead.reminded'), reader);
    expect(text).toMatch(/because a task is due\.\n\nhttps:\/\/hub\.example\.com\/desk$/);
    expect(html).toContain('<a href="https://hub.example.com/desk">Open the board</a>');
    expect(data).toMatchObject({ url: 'https://hub.example.com/desk' });
    expect(digestMessage('x', [told({ leadId: '' }, 'lead.reminded')], 0, reader).text).toContain('\nhttps://hub.example.com/desk\n');
  });

  it.each([['en', 'because its manager is at work again.'], ['ru', 'потому что его менеджер снова на работе.']] as const)('says in %s that an own manager is back', (locale, why) => {
    expect(noticeMessage('x', told({ reason: 'owner-back' }, 'lead.reminded'), { ...reader, locale }).text).toContain(why);
  });

  it('makes no markup, header or text of ours of what somebody wrote', () => {
    const { subject, html } = noticeMessage('x', told({ personName: 'A\r\nBcc: all@example.com', preview: '<img src=x onerror="alert(1)">\n$t(test) {{why}}', channel: '<b>', line: "'>" }), reader);
    expect(subject).toBe('New lead: A Bcc: all@example.com');
    expect(html).toContain('<blockquote>&lt;img src=x onerror=&quot;alert(1)&quot;&gt;<br>$t(test) {{why}}</blockquote>');
    fc.assert(
      fc.property(fc.string(), fc.string(), (personName, preview) => {
        const made = noticeMessage('x', told({ personName, preview }), reader);
        expect(made.html?.match(/<(?!\/?(!doctype html|html|body|p|strong|blockquote|br|a)\b)/g)).toBeNull();
        expect(made.html?.match(/<a /g)).toHaveLength(1);
        expect(made.subject).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it('of many is one message with a line each, and the count of the others', () => {
    const { subject, text, html, data } = digestMessage('x', [told(), told({ leadId: 'lead-2', personName: '<i>', preview: '' }, 'lead.joined')], 3, reader);
    expect(subject).toBe('Notices of leads: 5');
    expect(text).toBe('• New lead: Анна\nСколько стоит доставка?\nhttps://hub.example.com/leads/lead-1\n\n• Wrote again: <i>\nhttps://hub.example.com/leads/lead-2\n\nand 3 older\n\nhttps://hub.example.com/leads');
    expect(html).toContain('Wrote again: &lt;i&gt;');
    expect(data).toMatchObject({ older: 3, notices: [{ type: 'lead.opened', leadId: 'lead-1' }, { type: 'lead.joined', leadId: 'lead-2' }] });
  });

  it('to try a way says that it is a test', () => {
    expect(testNotice('x', { ...reader, locale: 'ru' }).text).toContain('Это проверка');
  });
});
