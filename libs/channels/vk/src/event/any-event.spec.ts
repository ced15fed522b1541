import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type ContactDraft, type ContactFacts, PayloadError } from '@tributary/channel';
import { sameFacts } from '@tributary/contact';
import fc from 'fast-check';
import { fold } from '../fold.js';
import { settingsSchema } from '../settings.js';
import { contextOf } from './context.js';
import { toDraft } from './to-draft.js';

const FOLDER = new URL('../../fixtures/', import.meta.url);
const samples = readdirSync(FOLDER).filter((name) => name.endsWith('.body')).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
const context = contextOf({ defaultRegion: 'RU', settings: settingsSchema.parse({ accessToken: 'x', groupId: 123 }) }, new Date());

/** What becomes of it; a failure of any other kind is ours. */
function understood(text: string | Uint8Array): ContactDraft | undefined {
  try {
    return toDraft(Buffer.from(text), context);
  } catch (error) {
    expect(error).toBeInstanceOf(PayloadError);
    return undefined;
  }
}

function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([name, member]) => pathsOf(member).map((path) => [name, ...path]))];
}

function changed(value: unknown, [name, ...rest]: readonly string[], to: unknown): unknown {
  if (name === undefined) return to;
  const members = value as Record<string, unknown>;
  const next = changed(members[name], rest, to);
  return Array.isArray(value) ? value.map((item, index) => (String(index) === name ? next : (item as unknown))) : { ...members, [name]: next };
}

const damaged = fc
  .constantFrom(...samples)
  .map((text) => JSON.parse(text) as unknown)
  .chain((event) => fc.tuple(fc.constant(event), fc.constantFrom(...pathsOf(event)), fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double(), fc.constant('\0\ud800'))))
  .map(([event, path, to]) => changed(event, path, to));

describe('any event', () => {
  it('is a contact or is put aside, whatever stands in it', () => {
    fc.assert(
      fc.property(damaged, (event) => {
        const draft = understood(JSON.stringify(event));
        if (!draft) return;
        const { facts } = draft;
        expect(facts.text).not.toMatch(/\0|\p{Cs}/u);
        expect(Number.isNaN(facts.occurredAt.getTime())).toBe(false);
        expect(fold(facts, facts)).toBe(facts);
      }),
      { numRuns: 2_000 },
    );
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

  it('tells a chat of several people from a private one, and its name when it gets one', () => {
    const placeOf = (message: object) => understood(JSON.stringify({ type: 'message_new', group_id: 123, object: { message: { date: 1_795_334_400, from_id: 456, peer_id: 2_000_000_001, text: 'a', ...message } } }))?.facts.conversation;
    expect(placeOf({ peer_id: 456 })).toEqual({ kind: 'private' });
    expect(placeOf({})).toEqual({ kind: 'group' });
    expect(placeOf({ action: { type: 'chat_title_update', text: ' Клиенты\nАкме ' } })).toEqual({ kind: 'group', title: 'Клиенты Акме' });
    expect(placeOf({ action: { type: 'chat_invite_user', text: 'x' } })).toEqual({ kind: 'group' });
    expect(placeOf({ action: { type: 'chat_title_update', text: 7 } })).toEqual({ kind: 'group' });
  });

  it('keeps no secret of the Callback API', () => {
    const secret = 'aSecretOfTheSample';
    for (const text of samples.filter((each) => each.includes(secret))) {
      const draft = understood(text)!;
      expect(Buffer.from(draft.raw.bytes).toString()).toBe(text.replace(secret, ''));
      expect(JSON.stringify(draft.followUps ?? [])).not.toContain(secret);
    }
  });
});

describe('fold', () => {
  const message = { date: 1_795_334_400, from_id: 456, id: 11, conversation_message_id: 7, peer_id: 456, text: '' };
  /** One message at some state of its; VK says one thing only of each. */
  const states = fc.uniqueArray(fc.record({ after: fc.constantFrom(0, 60, 120), text: fc.constantFrom('a', 'b', ''), cropped: fc.boolean(), name: fc.constantFrom('', 'Анна') }), {
    minLength: 1, maxLength: 6, selector: (state) => JSON.stringify(state),
  });
  const factsOf = ({ after, text, cropped, name }: { after: number; text: string; cropped: boolean; name: string }): ContactFacts => {
    const object = { ...message, text, is_cropped: cropped, ...(after > 0 && { update_time: message.date + after }) };
    const { facts } = understood(JSON.stringify({ type: after > 0 ? 'message_edit' : 'message_new', group_id: 123, object }))!;
    return name ? { ...facts, sender: { name } } : facts;
  };
  const folded = (parts: readonly ContactFacts[]) => parts.reduce((stored, part) => fold(stored, part));

  it('ends in the same, whatever the order and however often a part comes', () => {
    fc.assert(
      fc.property(states, fc.infiniteStream(fc.nat()), (parts, random) => {
        const all = parts.map(factsOf);
        const shuffled = [...all, ...all].map((facts) => [random.next().value ?? 0, facts] as const).sort(([a], [b]) => a - b).map(([, facts]) => facts);
        expect(sameFacts(folded(shuffled), folded([all[0]!, ...all]))).toBe(true);
        for (const part of all) expect(sameFacts(fold(folded(all), part), folded(all))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never turns an order back, and takes a comment that came once more for no news', () => {
    const order = (status: number) => understood(JSON.stringify({ type: 'market_order_edit', group_id: 123, event_id: 'e', object: { id: 1, user_id: 456, status } }))!.facts;
    expect(fold(order(3), order(1)).content).toMatchObject({ status: 'delivering' });
    const comment = { id: 21, from_id: 456, date: 1_795_334_400, text: 'Сколько?', post_id: 5 };
    const at = (ms: number) => toDraft(Buffer.from(JSON.stringify({ type: 'wall_reply_edit', group_id: 123, object: comment })), { ...context, receivedAt: new Date(ms) }).facts;
    const stored = at(1_795_334_500_000);
    expect(fold(stored, at(1_795_334_600_000))).toBe(stored);
  });
});
