import { Refusal } from '@tributary/channel';
import { requestOf, webhookSamples } from '@tributary/channel/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { channel } from './channel.js';
import { parse } from './parse.js';

const { accountWith, draftOf } = webhookSamples(channel);

describe('the id of a submission', () => {
  it('is the same for the same bytes within ten minutes, whoever sends them', () => {
    const first = draftOf({ name: 'Ivan' });
    expect(draftOf({ name: 'Ivan' }, { clientAddress: '192.0.2.9', headers: { 'content-type': 'application/json; charset=utf-8' } })).toMatchObject({
      externalId: first.externalId,
      repeatWindowMs: 600_000,
    });
    expect(draftOf({ name: 'Ivan ' }).externalId).not.toBe(first.externalId);
  });

  it('differs by type even for the same bytes', () => {
    const body = Buffer.from('{"name":"x"}');
    const [json, problem] = ['application/json', 'application/ld+json'].map((type) => parse(requestOf({ body, headers: { 'content-type': type } }), accountWith()));
    expect(json?.contacts[0]?.externalId).not.toBe(problem?.contacts[0]?.externalId);
  });

  it('of a multipart body depends on its parts, not on its boundary', () => {
    const parts = (boundary: string, sha256: string) =>
      draftOf({}, {
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
        multipart: { fields: [{ name: 'name', value: 'x' }], files: [{ field: 'f', name: 'a', mediaType: 'text/plain', sizeBytes: 1, sha256 }] },
      }).externalId;
    expect(parts('x', 'aa')).toBe(parts('y', 'aa'));
    expect(parts('x', 'aa')).not.toBe(parts('x', 'bb'));
  });

  it('given by the sender has no end of its life', () => {
    expect(draftOf({ name: 'x' }, { headers: { 'content-type': 'application/json', 'idempotency-key': 'k' } })).not.toHaveProperty('repeatWindowMs');
  });
});

describe('parse', () => {
  it('keeps the raw bytes', () => {
    const body = Buffer.from('{"name": "x"}');
    expect(parse(requestOf({ body }), accountWith()).contacts[0]?.raw).toEqual({ mediaType: 'application/json', bytes: body });
  });

  it('keeps a multipart body as its parts, which parse again to the same contact', () => {
    const multipart = { fields: [{ name: 'name', value: 'Иван' }], files: [] };
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const { raw, ...draft } = draftOf({}, { headers, multipart });
    const again = JSON.parse(Buffer.from(raw.bytes).toString()) as typeof multipart;
    expect(draftOf({}, { headers, multipart: again })).toMatchObject(draft);
  });

  it('asks HTML senders on to the page only when they want a page', () => {
    const answer = (accept: string) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept };
      return parse(requestOf({ headers, body: Buffer.from('name=x') }), accountWith()).answer?.(['id']).status;
    };
    expect(answer('text/html,*/*;q=0.8')).toBe(303);
    expect(answer('text/html;q=0.5, application/json')).toBe(202);
    expect(answer('*/*')).toBe(202);
    expect(answer('text/html;q=0')).toBe(202);
  });

  it('takes 20 identities of a form at most, whatever is stuffed into it', () => {
    const phone = Array.from({ length: 150 }, (_, n) => Array.from({ length: 150 }, (__, m) => `+7916${1_000_000 + n * 150 + m}`).join(' '));
    const { identities, content } = draftOf({ phone }).facts;
    expect(identities.length).toBeLessThanOrEqual(20);
    expect(content).toMatchObject({ fields: [{ name: 'phone', value: phone.join(', ') }] });
  });

  it('answers any bytes with a contact that can be stored or with a refusal', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('name', 'phone', 'email', 'message', 'fields', 'meta', 'consents', '__proto__', 'website', 'idempotencyKey'));
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(key, tie('value'), { maxKeys: 4 })),
    })).value;
    const pairs = fc.array(fc.tuple(key, fc.constantFrom('', '[]', '[a]', '[a][b]'), fc.string({ unit: 'binary' })), { maxLength: 6 }).map((list) =>
      list.map(([name, brackets, value]) => `${encodeURIComponent(name.replace(/\p{Cs}/gu, ''))}${brackets}=${encodeURIComponent(value.replace(/\p{Cs}/gu, ''))}`).join('&'),
    );
    const bodies = fc.oneof(
      json.map((value) => ['application/json', JSON.stringify(value)] as const),
      pairs.map((body) => ['application/x-www-form-urlencoded', body] as const),
      fc.tuple(fc.constantFrom('application/json', 'application/x-www-form-urlencoded'), fc.uint8Array({ maxLength: 60 })),
    );
    fc.assert(
      fc.property(bodies, ([type, body]) => {
        const stored = storedTexts(type, Buffer.from(body as string));
        expect(stored.filter((text) => /[^\P{Cc}\n\t]|\p{Cs}/u.test(text))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Every text that would be stored; none when the body is refused. */
function storedTexts(type: string, body: Buffer): string[] {
  const texts: string[] = [];
  try {
    const { contacts } = parse(requestOf({ headers: { 'content-type': type }, body }), accountWith());
    JSON.stringify(contacts.map(({ facts, externalId }) => ({ facts, externalId })), (name, value: unknown) => {
      texts.push(name);
      if (typeof value === 'string') texts.push(value);
      return value;
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  return texts;
}
