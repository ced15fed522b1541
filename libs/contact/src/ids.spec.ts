import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contactId, deriveId, partitionKey } from './ids.js';

const UUID_V8 = /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe('ids', () => {
  it('stay what they are from release to release', () => {
    expect(contactId('account', 'external')).toBe('1c837c42-3697-82d2-819a-548804708633');
    expect(deriveId('lead-event', 'a', 'b')).toBe('dc4843df-e673-87d4-90f3-03a860773fe2');
    expect(partitionKey('account', 'conversation')).toBe('4d6d0a1226ca7457d617aea7c8e5204c');
  });

  it('are UUIDs of version 8, the same for the same parts', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string({ unit: 'binary' }), (account, external) => {
        expect(contactId(account, external)).toMatch(UUID_V8);
        expect(contactId(account, external)).toBe(contactId(account, external));
        expect(deriveId(account, external)).toMatch(UUID_V8);
      }),
    );
  });

  it('differ when any part or any cut between parts differs', () => {
    const parts = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, ([a = '', ...as], [b = '', ...bs]) => {
        const same = JSON.stringify([a, ...as]) === JSON.stringify([b, ...bs]);
        expect(deriveId(a, ...as) === deriveId(b, ...bs)).toBe(same);
      }),
    );
    expect(deriveId('x', 'ab', 'c')).not.toBe(deriveId('x', 'a', 'bc'));
    expect(contactId('ab', 'c')).not.toBe(contactId('a', 'bc'));
  });

  it('keys a partition by the first 16 bytes of the hash', () => {
    const hash = createHash('sha256').update('account\0chat').digest('hex');
    expect(partitionKey('account', 'chat')).toBe(hash.slice(0, 32));
  });

  it('refuses an account id that would blur the border between the parts', () => {
    expect(() => contactId('a\0b', 'c')).toThrow(TypeError);
  });
});
