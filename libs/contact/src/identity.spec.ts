import { describe, expect, it } from '@jest/globals';
import { emailIdentity, joinIdentities, phoneIdentities, phoneIdentity } from './identity.js';

describe('phoneIdentity', () => {
  it('keeps the raw spelling and the extension', () => {
    expect(phoneIdentity(' 8 (495) 123-45-67 доб. 12\0')).toEqual({
      type: 'phone',
      value: '+74951234567',
      raw: '8 (495) 123-45-67 доб. 12',
      verified: false,
      extension: '12',
    });
  });

  it.each(['112', '900', '8-800-555-35-35', '8 809 505 1234', '+49 1805 123456', '8916123456', 'abc'])('knows nobody by %s', (raw) => {
    expect(phoneIdentity(raw)).toBeUndefined();
  });

  it('gives all numbers of a field', () => {
    expect(phoneIdentities('8 916 123-45-67, 8-800-555-35-35, 8 495 123-45-67').map((each) => each.value)).toEqual(['+79161234567', '+74951234567']);
  });
});

describe('emailIdentity', () => {
  it('matches by the normalized address', () => {
    expect(emailIdentity('Ivan <Ivan@Example.ru>', true)).toEqual({
      type: 'email',
      value: 'ivan@example.ru',
      raw: 'Ivan <Ivan@Example.ru>',
      verified: true,
    });
    expect(emailIdentity('ivan')).toBeUndefined();
  });
});

describe('joinIdentities', () => {
  it('has each identity once and keeps what was vouched for', () => {
    const stated = { type: 'phone', value: '+79161234567', raw: '8916', verified: false };
    const vouched = { type: 'phone', value: '+79161234567', raw: '+7916', verified: true, extension: '1' };
    const mail = { type: 'email', value: 'a@example.ru', raw: 'a@example.ru', verified: false };
    expect(joinIdentities([stated], [mail, vouched])).toEqual([{ ...stated, verified: true, extension: '1' }, mail]);
  });
});
