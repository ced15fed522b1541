import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SecretKeyError, SecretTamperedError, UnknownKeyError } from './errors.js';
import { SecretBox, keyIdOf } from './secret-box.js';

const box = new SecretBox(randomBytes(32));
const other = new SecretBox(randomBytes(32));
const CONTEXT = 'account:42:token';

describe('SecretBox', () => {
  it('opens what it sealed, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => box.open(box.seal(plain, context), context) === plain));
  });

  it('seals the same text differently each time and never shows it', () => {
    const [one, two] = [box.seal('пароль-1234', CONTEXT), box.seal('пароль-1234', CONTEXT)];
    expect(one.equals(two)).toBe(false);
    expect(one.includes('пароль')).toBe(false);
  });

  it('notices any changed byte', () => {
    const sealed = box.seal('secret', CONTEXT);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => box.open(changed, CONTEXT)).toThrow(index > 0 && index <= 8 ? UnknownKeyError : SecretTamperedError);
    }
  });

  it.each([0, 1, 20, 36])('notices that only %d bytes are left', (length) => {
    expect(() => box.open(box.seal('secret', CONTEXT).subarray(0, length), CONTEXT)).toThrow(SecretTamperedError);
  });

  it('does not open in another context', () => {
    expect(() => box.open(box.seal('secret', CONTEXT), 'account:43:token')).toThrow(SecretTamperedError);
  });

  it('names both keys when it is the wrong one', () => {
    expect(() => other.open(box.seal('secret', CONTEXT), CONTEXT)).toThrow(expect.objectContaining({ sealedUnder: [box.keyId], ours: other.keyId }));
  });

  it('refuses to start over rows of unknown keys, naming each once', () => {
    const keyIds = [box, other, box].map((each) => keyIdOf(each.seal('x', 'y')));
    expect(() => box.assertKeysKnown(keyIds)).toThrow(expect.objectContaining({ sealedUnder: [other.keyId] }));
    expect(() => box.assertKeysKnown([box.keyId])).not.toThrow();
    expect(() => box.assertKeysKnown([])).not.toThrow();
  });

  it('derives one key a purpose, the same for the same secret key', () => {
    const key = randomBytes(32);
    const [one, two] = [new SecretBox(key), new SecretBox(key)];
    expect(one.keyId).toBe(two.keyId);
    expect(one.derive('internal')).toEqual(two.derive('internal'));
    expect(one.derive('internal')).toHaveLength(32);
    expect(one.derive('internal')).not.toEqual(one.derive('identities'));
    expect(one.derive('internal')).not.toEqual(other.derive('internal'));
  });

  it('takes no short key', () => {
    expect(() => new SecretBox(randomBytes(16))).toThrow(SecretKeyError);
  });
});
