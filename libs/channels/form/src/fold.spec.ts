import type { ContactFacts } from '@tributary/channel';
import { RECEIVED_AT, webhookSamples } from '@tributary/channel/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { channel } from './channel.js';
import { fold } from './fold.js';

const { draftOf } = webhookSamples(channel);

const CONSENTS = [{ purpose: 'processing', text: { ru: 'Согласен', en: 'I agree' } }];

function factsOf(body: object, minutes = 0, locale: 'ru' | 'en' = 'ru'): ContactFacts {
  return draftOf(body, { receivedAt: new Date(RECEIVED_AT.getTime() + minutes * 60_000), locale }, { consents: CONSENTS }).facts;
}

function valuesOf({ content }: ContactFacts): Record<string, string> {
  return content.kind === 'form' ? Object.fromEntries(content.fields.map(({ name, value }) => [name, value])) : {};
}

describe('fold', () => {
  it('leaves the contact as it is when the same is sent again, later, from elsewhere or in another language', () => {
    const stored = factsOf({ name: 'Ivan', phone: '900', consents: { processing: true } });
    expect(fold(stored, factsOf({ name: 'Ivan', phone: '900', consents: { processing: true } }, 5))).toBe(stored);
    expect(fold(stored, factsOf({ name: 'Ivan', phone: '900', consents: { processing: true } }, 5, 'en'))).toBe(stored);
    expect(fold(stored, { ...factsOf({ name: 'Ivan' }), occurredAt: new Date(0) })).toBe(stored);
  });

  it('takes the newer value of each field and loses none', () => {
    const stored = factsOf({ name: 'Ivan', phone: '89161234567', message: 'First', Budget: '5', Colour: 'red', consents: { processing: false } });
    const folded = fold(stored, factsOf({ name: 'Ivan Petrov', email: 'a@example.ru', message: 'Second', Budget: '6', consents: { processing: true } }, 5));
    expect(valuesOf(folded)).toEqual({ name: 'Ivan Petrov', phone: '89161234567', message: 'Second', Budget: '6', Colour: 'red', email: 'a@example.ru' });
    expect(folded).toMatchObject({
      occurredAt: new Date('2026-11-22T08:05:00.000Z'),
      sender: { name: 'Ivan Petrov' },
      text: 'Second\nBudget: 6\nColour: red',
      identities: [{ value: '+79161234567' }, { value: 'a@example.ru' }],
      content: { consents: [{ purpose: 'processing', given: true, at: new Date('2026-11-22T08:05:00.000Z') }] },
    });
  });

  it.each<[string, (part: number) => object]>([
    ['fields', (part) => Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`f${part}.${n}`, 'v']))],
    ['bytes', (part) => Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`f${part}.${n}`, 'v'.repeat(60_000)]))],
    ['numbers', (part) => ({ phone: Array.from({ length: 10 }, (_, n) => `+7916${1_000_000 + part * 10 + n}`) })],
  ])('lets nobody make a contact of ever more %s: what goes too far changes nothing', (_, body) => {
    let stored = factsOf(body(0));
    for (let part = 1; part <= 20; part += 1) stored = fold(stored, factsOf(body(part), part));
    expect(JSON.stringify(stored).length).toBeLessThan(6_000_000);
    expect(fold(stored, factsOf(body(21), 21))).toBe(stored);
  });

  it('lets an older part only fill what is missing', () => {
    const stored = factsOf({ name: 'Ivan Petrov', message: 'Second' }, 5);
    const folded = fold(stored, factsOf({ name: 'Ivan', message: 'First', Budget: '5' }));
    expect(valuesOf(folded)).toEqual({ name: 'Ivan Petrov', message: 'Second', Budget: '5' });
    expect(folded).toMatchObject({ occurredAt: stored.occurredAt, text: 'Second\nBudget: 5' });
  });

  it('keeps the filled value when an empty one comes', () => {
    const stored = factsOf({ name: 'Ivan', message: 'Hello' });
    expect(fold(stored, factsOf({ name: '', message: 'Hello' }, 5))).toBe(stored);
  });

  it('joins attribution and files', () => {
    const stored = factsOf({ name: 'x', utm_source: 'ya', yclid: '1' });
    const file = { name: 'a.pdf', mediaType: 'application/pdf', sizeBytes: 1, sha256: 'aa' };
    const folded = fold(stored, { ...factsOf({ name: 'x', utm_source: 'google', utm_term: 't' }, 5), attachments: [file] });
    expect(folded).toMatchObject({ attribution: { utm: { source: 'google', term: 't' }, clickIds: { yclid: '1' } }, attachments: [file] });
  });

  it('never makes a lead of what was spam at first', () => {
    const spam = draftOf({ name: 'x', website: 'y' }).facts;
    expect(fold(spam, factsOf({ name: 'Ivan' }, 5)).notLeadReason).toBe('spam');
  });

  it('changes nothing when a part is folded a second time, and has a value for every field that ever had one', () => {
    const body = fc.dictionary(fc.constantFrom('name', 'message', 'Budget', 'Colour', 'Город'), fc.constantFrom('', 'a', 'b', 'a\nb', 'Budget: a'), { minKeys: 1 });
    const part = fc.record({ body: body.filter((fields) => Object.values(fields).some(Boolean)), minutes: fc.nat({ max: 10 }) });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const all = parts.map(({ body: fields, minutes }) => factsOf(fields, minutes));
        const folded = all.reduce(fold);
        const last = all.at(-1);
        if (last) expect(fold(folded, last)).toEqual(folded);
        for (const [name, value] of all.flatMap((facts) => Object.entries(valuesOf(facts)))) if (value) expect(valuesOf(folded)[name]).toBeTruthy();
      }),
    );
  });
});
