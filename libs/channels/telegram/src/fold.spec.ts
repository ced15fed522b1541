import { describe, expect, it } from '@jest/globals';
import type { ContactFacts } from '@tributary/channel';
import { sameFacts } from '@tributary/contact';
import fc from 'fast-check';
import { fileDraft } from './file-part.js';
import { fold } from './fold.js';
import { settingsSchema } from './settings.js';
import { contextOf } from './update/context.js';
import { toDraft } from './update/to-draft.js';

const account = { defaultRegion: 'RU', settings: settingsSchema.parse({ token: '7000000000:x', username: 'acme_sales_bot' }) };
const anna = { id: 1_001, is_bot: false, first_name: 'Анна' };
const RECEIVED_AT = new Date('2026-11-22T09:00:00Z');

/** One message of an album in a group, at some state of its. It keeps its photo: of one that is changed back, the file is fetched anew. */
const partArbitrary = fc.record({
  updateId: fc.integer({ min: 1, max: 1_000_000 }),
  messageId: fc.integer({ min: 8, max: 12 }),
  editedAfter: fc.constantFrom(0, 60, 120),
  caption: fc.constantFrom('', 'сломалось', '@acme_sales_bot сломалось'),
  outcome: fc.constantFrom(undefined, { sha256: 'a'.repeat(64), sizeBytes: 3 }, { problem: 'gone' }),
});

type Part = Omit<typeof partArbitrary extends fc.Arbitrary<infer T> ? T : never, 'caption'> & { readonly caption: string; readonly file?: string };

function factsOf({ updateId, messageId, editedAfter, caption, file = String(messageId), outcome }: Part): ContactFacts {
  const at = caption.indexOf(' ');
  const message = {
    message_id: messageId, date: 1_795_334_400 + messageId, chat: { id: -4_001, type: 'group', title: 'Клиенты' }, from: anna, media_group_id: '1',
    ...(editedAfter > 0 && { edit_date: 1_795_334_400 + messageId + editedAfter }),
    ...(caption && { caption, ...(caption.startsWith('@') && { caption_entities: [{ type: 'mention', offset: 0, length: at }] }) }),
    photo: [{ file_id: `id-${file}`, file_unique_id: file, file_size: 3 }],
  };
  const update = JSON.stringify({ update_id: updateId, [editedAfter > 0 ? 'edited_message' : 'message']: message });
  const wanted = { fileId: file, receivedAt: RECEIVED_AT.toISOString(), update };
  return (outcome ? fileDraft(wanted, file, outcome, account) : toDraft(Buffer.from(update), contextOf(account, RECEIVED_AT))).facts;
}

const folded = (parts: readonly ContactFacts[]) => parts.reduce((stored, part) => fold(stored, part));

describe('fold', () => {
  // An update says one thing only, and is the same however often it comes.
  const partsArbitrary = fc.uniqueArray(partArbitrary, { minLength: 1, maxLength: 7, selector: ({ updateId }) => updateId });

  it('ends in the same, whatever the order and however often a part comes', () => {
    fc.assert(
      fc.property(partsArbitrary, fc.infiniteStream(fc.nat()), (parts, random) => {
        const all = parts.map(factsOf);
        const shuffled = [...all, ...all].map((facts) => [random.next().value ?? 0, facts] as const).sort(([a], [b]) => a - b).map(([, facts]) => facts);
        expect(sameFacts(folded(shuffled), folded([all[0]!, ...all]))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never makes less of a contact: a lead stays one, and a file that was fetched stays', () => {
    fc.assert(
      fc.property(partsArbitrary, (parts) => {
        const all = parts.map(factsOf);
        all.reduce((stored, part) => {
          const next = fold(stored, part);
          if (!stored.notLeadReason) expect(next.notLeadReason).toBeUndefined();
          expect(next.attachments.length).toBeGreaterThanOrEqual(stored.attachments.length);
          expect(next.occurredAt.getTime()).toBeLessThanOrEqual(stored.occurredAt.getTime());
          return next;
        });
      }),
    );
  });

  it('takes a repeat for no news', () => {
    fc.assert(
      fc.property(partsArbitrary, (parts) => {
        const all = parts.map(factsOf);
        const stored = folded([all[0]!, ...all]);
        for (const part of all) expect(sameFacts(fold(stored, part), stored)).toBe(true);
      }),
    );
  });

  it('keeps the photos of an album in the order in which they were sent', () => {
    const photo = (messageId: number, caption = '') => factsOf({ updateId: messageId, messageId, editedAfter: 0, caption, file: `f${messageId}`, outcome: { sha256: `${messageId}`, sizeBytes: 3 } });
    const album = folded([photo(10), photo(9, 'сломалось'), photo(11)]);
    expect(album).toMatchObject({ text: 'сломалось', sequence: 9n });
    expect(album.attachments.map(({ name }) => name)).toEqual(['photo_9.jpg', 'photo_10.jpg', 'photo_11.jpg']);
    expect(folded([photo(10), photo(11)]).text).toBe('[Фото ×2]');
  });

  it('takes what a message was changed to, and its new file', () => {
    const before = factsOf({ updateId: 1, messageId: 9, editedAfter: 0, caption: 'до', file: 'a', outcome: { sha256: 'old', sizeBytes: 3 } });
    const after = factsOf({ updateId: 2, messageId: 9, editedAfter: 60, caption: 'после', file: 'b', outcome: undefined });
    const fetched = factsOf({ updateId: 2, messageId: 9, editedAfter: 60, caption: 'после', file: 'b', outcome: { sha256: 'new', sizeBytes: 3 } });
    for (const order of [[before, after, fetched], [fetched, before, after], [after, fetched, before]]) {
      expect(folded(order)).toMatchObject({ text: 'после', attachments: [{ sha256: 'new' }], content: { pieces: [{ id: '9' }] } });
    }
  });
});
