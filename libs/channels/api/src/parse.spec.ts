import { Refusal } from '@tributary/channel';
import { requestOf, webhookSamples } from '@tributary/channel/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { channel } from './channel.js';
import { parse } from './parse.js';

const { accountWith, draftOf } = webhookSamples(channel);

const JSON_TYPE = { 'content-type': 'application/json' };

describe('the id of a contact', () => {
  it("is the program's own, else its key, else a hash of the bytes for ten minutes", () => {
    const headers = { ...JSON_TYPE, 'idempotency-key': 'k' };
    expect(draftOf({ text: 'a', externalId: 'e' }, { headers }).externalId).toBe('e');
    expect(draftOf({ text: 'a' }, { headers })).toMatchObject({ externalId: 'k' });
    const hashed = draftOf({ text: 'a' });
    expect(hashed).toMatchObject({ externalId: expect.stringMatching(/^[\da-f]{64}$/), repeatWindowMs: 600_000 });
    expect(draftOf({ text: 'a' }).externalId).toBe(hashed.externalId);
  });
});

describe('parse', () => {
  it('answers with the id', () => {
    const { answer } = parse(requestOf({ body: Buffer.from('{"text":"a"}') }), accountWith());
    expect(answer?.(['contact-1'])).toEqual({ status: 202, body: { id: 'contact-1' } });
  });

  it('serves no other path', () => {
    expect(() => parse(requestOf({ path: '/x' }), accountWith())).toThrow(expect.objectContaining({ status: 404 }));
  });

  it('answers any JSON with a contact or a refusal', () => {
    const key = fc.constantFrom('name', 'phone', 'email', 'identities', 'text', 'kind', 'sequence', 'attribution', 'order', '__proto__', 'constructor', 'utm', 'type', 'value', 'zz');
    const body = fc.dictionary(key, fc.oneof(fc.json().map((text) => JSON.parse(text) as unknown), fc.string({ unit: 'binary' })));
    fc.assert(
      fc.property(body, (value) => {
        try {
          parse(requestOf({ body: Buffer.from(JSON.stringify(value)) }), accountWith());
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });
});
