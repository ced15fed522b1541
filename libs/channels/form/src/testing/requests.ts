import type { ChannelAccount, ContactDraft, RawRequest } from '@tributary/channel';
import { parse } from '../parse.js';
import { settingsSchema, type FormSettings } from '../settings.js';

export const RECEIVED_AT = new Date('2026-11-22T08:00:00.000Z');

export function accountWith(settings: object = {}): ChannelAccount<FormSettings> {
  return { id: 'account-1', name: 'Form', line: 'main', defaultRegion: 'RU', settings: settingsSchema.parse(settings) };
}

export function requestOf(parts: Partial<RawRequest>): RawRequest {
  return {
    method: 'POST',
    path: '',
    query: {},
    headers: { 'content-type': 'application/json' },
    body: Buffer.alloc(0),
    clientAddress: '192.0.2.1',
    receivedAt: RECEIVED_AT,
    locale: 'ru',
    ...parts,
  };
}

/** The contact of a JSON body. */
export function draftOf(body: object, parts: Partial<RawRequest> = {}, settings?: object): ContactDraft {
  const { contacts } = parse(requestOf({ body: Buffer.from(JSON.stringify(body)), ...parts }), accountWith(settings));
  const [draft] = contacts;
  if (!draft) throw new Error('no contact');
  return draft;
}
