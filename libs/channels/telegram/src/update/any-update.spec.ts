import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type ContactDraft, PayloadError } from '@tributary/channel';
import fc from 'fast-check';
import { fold } from '../fold.js';
import { settingsSchema } from '../settings.js';
import { contextOf } from './context.js';
import { toDraft } from './to-draft.js';

const FOLDER = new URL('../../fixtures/', import.meta.url);
const samples = readdirSync(FOLDER).filter((name) => name.endsWith('.body')).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
const context = contextOf({ defaultRegion: 'RU', settings: settingsSchema.parse({ token: '7000000000:x', username: 'acme_sales_bot' }) }, new Date());

/** What becomes of it; a failure of any other kind is ours. */
function understood(text: string | Uint8Array): ContactDraft | undefined {
  try {
    return toDraft(Buffer.from(text), context);
  } catch (error) {
    expect(error).toBeInstanceOf(PayloadError);
    return undefined;
  }
}

/** Members of a value, of its members and so on, as paths. */
function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([name, member]) => pathsOf(member).map((path) => [name, ...path]))];
}

function changed(value: unknown, [name, ...rest]: readonly string[], to: unknown): unknown {
  if (name === undefined) return to;
  const members = value as Record<string, unknown>;
  const next = changed(members[name], rest, to);
  return Array.isArray(value) ? value.map((item, index) => (String(index) === name ? next : item as unknown)) : { ...members, [name]: next };
}

const damaged = fc
  .constantFrom(...samples)
  .map((text) => JSON.parse(text) as unknown)
  .chain((update) => fc.tuple(fc.constant(update), fc.constantFrom(...pathsOf(update)), fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double(), fc.constant('\0\ud800'))))
  .map(([update, path, to]) => changed(update, path, to));

describe('any update', () => {
  it('is a contact or is put aside, whatever stands in it', () => {
    fc.assert(
      fc.property(damaged, (update) => {
        const draft = understood(JSON.stringify(update));
        if (!draft) return;
        const { facts } = draft;
        expect(facts.text).not.toMatch(/\0|\p{Cs}/u);
        expect(Number.isNaN(facts.occurredAt.getTime())).toBe(false);
        expect(fold(facts, facts)).toBe(facts);
      }),
      { numRuns: 2_000 },
    );
  });

  it('in a group tells its name, the new one when it gets one', () => {
    const chat = { id: -1_000_000_004_001, type: 'supergroup', title: 'Клиенты' };
    const placeOf = (update: object) => understood(JSON.stringify({ update_id: 1, ...update }))?.facts.conversation;
    expect(placeOf({ message: { message_id: 1, date: 1_795_334_400, chat, text: 'a' } })).toEqual({ kind: 'group', title: 'Клиенты' });
    expect(placeOf({ message: { message_id: 2, date: 1_795_334_400, chat, new_chat_title: 'Клиенты Казани' } })).toEqual({ kind: 'group', title: 'Клиенты Казани' });
    expect(placeOf({ my_chat_member: { chat, from: { id: 1 }, date: 1_795_334_400, new_chat_member: { status: 'left', user: { id: 7 } } } })).toEqual({ kind: 'group', title: 'Клиенты' });
    expect(placeOf({ poll: { id: '1' } })).toBeUndefined();
    expect(placeOf({ purchased_paid_media: { from: { id: 1001, first_name: 'Анна' } } })).toEqual({ kind: 'private', title: 'Анна' });
  });

  it('of a boost tells whose it is', () => {
    const user = { id: 1001, is_bot: false, first_name: 'Анна' };
    const chat = { id: -1_000_000_004_001, type: 'channel', title: 'Акме' };
    for (const update of [{ chat_boost: { chat, boost: { source: { source: 'premium', user } } } }, { removed_chat_boost: { chat, source: { source: 'premium', user } } }]) {
      expect(understood(JSON.stringify({ update_id: 1, ...update }))?.facts).toMatchObject({ sender: { name: 'Анна' }, identities: [{ value: '1001' }], notLeadReason: 'boost' });
    }
  });

  it('is put aside when its bytes are no JSON', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 3 }), (text, at, bytes) => {
        const whole = Buffer.from(text);
        const cut = at % whole.length;
        understood(Buffer.concat([whole.subarray(0, cut), bytes, whole.subarray(cut + bytes.length)]));
        understood(whole.subarray(0, cut));
      }),
      { numRuns: 500 },
    );
  });
});
