import { describe, expect, it } from '@jest/globals';
import type { LogRecord, NewRecord } from '@tributary/event-log';
import { LeadEventKind } from '@tributary/proto';
import { leadEvent } from '../testing/lead-events.js';
import { UnreadableEventError, newEntry } from './new-entry.js';

const ID = '0190a0b0-0000-7000-8000-000000000001';

const appended = (record: NewRecord): LogRecord => ({ headers: {}, ...record, offset: '(1,2,3)', appendedAt: new Date() });

describe('what the feed says of an event', () => {
  it('tells everything that a notice needs', () => {
    expect(newEntry(appended(leadEvent({ id: ID })))).toEqual({
      id: ID,
      kind: 'lead.opened',
      contactRevision: 1,
      notifies: true,
      data: {
        leadId: 'lead-1',
        personId: 'person-1',
        personName: 'Анна',
        managerId: 'manager-1',
        line: 'main',
        contactId: 'contact-1',
        channel: 'form',
        preview: 'Хочу «заказать»\nдва',
        occurredAt: '2026-11-22T08:30:00.250Z',
      },
    });
  });

  it.each([
    ['a time that no calendar has', { occurredAt: { $typeName: 'google.protobuf.Timestamp' as const, seconds: 10n ** 15n, nanos: 0 } }],
    ['a revision that no column takes', { contactRevision: 2 ** 31 }],
  ])('puts aside what holds %s, since it would hold up the others for ever', (_what, fields) => {
    expect(() => newEntry(appended(leadEvent({ id: ID, ...fields })))).toThrow(UnreadableEventError);
  });

  it('says null where there is nobody and nothing', () => {
    const entry = newEntry(appended(leadEvent({ managerId: '', personId: '', contactId: '', channel: '', occurredAt: undefined })));
    expect(entry?.data).toMatchObject({ managerId: null, personId: null, contactId: null, channel: null, occurredAt: null });
  });

  it.each([
    [LeadEventKind.OPENED, 'lead.opened'],
    [LeadEventKind.JOINED, 'lead.joined'],
    [LeadEventKind.TRANSFERRED, 'lead.transferred'],
    [LeadEventKind.TAKEN, 'lead.taken'],
    [LeadEventKind.CLOSED, 'lead.closed'],
    [LeadEventKind.ASSIGNED, 'lead.assigned'],
    [LeadEventKind.ESCALATED, 'lead.escalated'],
    [LeadEventKind.OFFERED, 'lead.offered'],
    [LeadEventKind.REMINDED, 'lead.reminded'],
  ])('tells kind %s as %s, unless it is silent', (kind, told) => {
    expect(newEntry(appended(leadEvent({ kind })))).toMatchObject({ kind: told, notifies: true });
    expect(newEntry(appended(leadEvent({ kind, notify: false })))).toBeUndefined();
  });

  it.each([true, false])('shows a revision and tells nobody (notify: %s)', (notify) => {
    expect(newEntry(appended(leadEvent({ kind: LeadEventKind.REVISED, notify })))).toMatchObject({ kind: 'lead.revised', notifies: false });
  });

  it.each([[LeadEventKind.REPLIED, 'lead.replied'], [LeadEventKind.REPLY_CHANGED, 'lead.reply-changed'], [LeadEventKind.NOTED, 'lead.noted']] as const)('shows kind %s to whoever looks at the conversation', (kind, told) => {
    const event = { kind, notify: false, contactId: '', conversationId: 'conversation-1' };
    expect(newEntry(appended(leadEvent(event)))).toMatchObject({ kind: told, notifies: false, data: { conversationId: 'conversation-1' } });
    expect(newEntry(appended(leadEvent({ ...event, notify: true })))).toMatchObject({ notifies: true });
  });

  it('leaves out what PostgreSQL can not store', () => {
    expect(newEntry(appended(leadEvent({ preview: 'a\0b', personName: '\0' })))?.data).toMatchObject({ preview: 'ab', personName: '' });
  });

  it.each([
    ['bytes that are no event', { value: Buffer.from([0xff, 0xff, 0xff]) }],
    ['a tombstone', { value: null }],
    ['a kind of a later version', { value: leadEvent({ kind: 77 as LeadEventKind }).value }],
    ['no kind', { value: leadEvent({ kind: LeadEventKind.UNSPECIFIED }).value }],
    ['an id that is no UUID', { value: leadEvent({ id: 'x' }).value }],
  ])('refuses %s', (_, broken) => {
    expect(() => newEntry(appended({ ...leadEvent(), ...broken }))).toThrow(UnreadableEventError);
  });
});
