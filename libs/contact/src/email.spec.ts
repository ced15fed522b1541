import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalizeEmail } from './email.js';

describe('normalizeEmail', () => {
  it.each([
    ['Ivan@Example.RU', 'ivan@example.ru'],
    [' ivan@example.ru ', 'ivan@example.ru'],
    ['ivan@example.ru.', 'ivan@example.ru'],
    ['<ivan@example.ru>', 'ivan@example.ru'],
    ['mailto:ivan@example.ru?subject=hi', 'ivan@example.ru'],
    ['"ivan"@example.ru', 'ivan@example.ru'],
    ['"ivan petrov"@example.ru', '"ivan petrov"@example.ru'],
    ['"a\\"b"@example.ru', '"a\\"b"@example.ru'],
    ['"a@b"@example.ru', '"a@b"@example.ru'],
    ['a.b+tag@gmail.com', 'a.b+tag@gmail.com'],
    ['what?!#$@example.ru', 'what?!#$@example.ru'],
    ['Иван@Почта.РФ', 'иван@xn--80a1acny.xn--p1ai'],
    ['cafe\u0301@example.fr', 'caf\u00e9@example.fr'],
    ['<@relay.example:ivan@example.ru>', 'ivan@example.ru'],
    ['ivan@[192.0.2.1]', 'ivan@[192.0.2.1]'],
    ['ivan@[IPv6:2001:DB8::1]', 'ivan@[ipv6:2001:db8::1]'],
    [`${'a'.repeat(64)}@example.ru`, `${'a'.repeat(64)}@example.ru`],
  ])('reads %s', (raw, address) => {
    expect(normalizeEmail(raw)?.address).toBe(address);
  });

  it.each([
    ['Иван Петров <ivan@example.ru>', 'Иван Петров'],
    ['"Петров, Иван" <ivan@example.ru>', 'Петров, Иван'],
    ['"\\"Ivan\\"" <ivan@example.ru>', '"Ivan"'],
    ['ivan@example.ru (Ivan)', 'Ivan'],
  ])('takes the display name off %s', (raw, name) => {
    expect(normalizeEmail(raw)).toMatchObject({ address: 'ivan@example.ru', name });
  });

  it.each([
    '',
    'ivan',
    '@example.ru',
    'ivan@',
    'ivan@localhost',
    'ivan@@example.ru',
    'ivan petrov@example.ru',
    'a..b@example.ru',
    '.a@example.ru',
    'a.@example.ru',
    'ivan@exa_mple.ru',
    'ivan@-example.ru',
    'ivan@127.1',
    'ivan@192.0.2.1',
    'ivan@ex%41mple.com',
    'ivan@[300.1.1.1]',
    'ivan\0@example.ru',
    'ivan\u0007@example.ru',
    'ivan\u200b@example.ru',
    'ivan\ud800@example.ru',
    'a@example.ru, b@example.ru',
    '""@example.ru',
    `${'a'.repeat(65)}@example.ru`,
    `${'я'.repeat(33)}@example.ru`,
    `a@${'a'.repeat(64)}.ru`,
    `a@${'abc.'.repeat(63)}ru`,
    'a'.repeat(2_000),
  ])('refuses %j', (raw) => {
    expect(normalizeEmail(raw)).toBeUndefined();
  });

  it('normalizes what it normalized to the same', () => {
    const text = fc.oneof(fc.emailAddress(), fc.tuple(fc.string({ unit: 'binary' }), fc.domain()).map(([local, domain]) => `"${local}"@${domain}`));
    fc.assert(
      fc.property(text, (raw) => {
        const once = normalizeEmail(raw);
        if (once) expect(normalizeEmail(once.address)).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  it('knows an address by any case of its letters', () => {
    fc.assert(fc.property(fc.emailAddress(), (raw) => expect(normalizeEmail(raw.toUpperCase())).toEqual(normalizeEmail(raw.toLowerCase()))));
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (raw) => void normalizeEmail(raw)));
  });
});
