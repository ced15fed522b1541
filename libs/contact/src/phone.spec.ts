import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findPhones } from './find-phones.js';
import { normalizePhone } from './phone.js';

const MOBILE = '+79161234567';
const OFFICE = '+74951234567';

describe('normalizePhone', () => {
  it.each([
    '8 (916) 123-45-67',
    '+7 [916] 123-45-67',
    '8 {916} 1234567',
    '79161234567',
    '9161234567',
    '8.916.123.45.67',
    '8/916/123/45/67',
    '8916123‑45–67',
    '+7\u00a0916\u00a0123\u00a045\u00a067',
    '８９１６１２３４５６７',
    '٨٩١٦١٢٣٤٥٦٧',
    '۸۹۱۶۱۲۳۴۵۶۷',
    'tel:+7-916-123-45-67',
    '+8 916 123 45 67',
    '+7 8 916 123 45 67',
    '++79161234567',
    '(+7) 916 123-45-67',
    'тел. 8 916 123 45 67 Иван',
    '8 916 123 45 67 (WhatsApp)',
    '\u202a+7 916 123 45 67\u202c',
  ])('reads %s as a Russian mobile', (raw) => {
    expect(normalizePhone(raw)).toEqual({ e164: MOBILE, kind: 'personal', valid: true, callingCode: '7' });
  });

  it.each(['доб. 12', 'доб 12', 'добавочный 12', 'вн. 12', 'ext 12', 'ext. 12', '#12', ';ext=12', ',12', 'x12', 'p12', '(доб. 12)'])(
    'keeps the extension of "%s"',
    (extension) => {
      expect(normalizePhone(`8 (495) 123-45-67 ${extension}`)).toMatchObject({ e164: OFFICE, extension: '12' });
    },
  );

  it.each([
    ['+375 29 123 45 67', '+375291234567'],
    ['810 375 29 1234567', '+375291234567'],
    ['8~10 375 29 1234567', '+375291234567'],
    ['00375291234567', '+375291234567'],
    ['375291234567', '+375291234567'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['8 701 234 56 78', '+77012345678'],
  ])('reads the foreign number %s', (raw, e164) => {
    expect(normalizePhone(raw)).toMatchObject({ e164, kind: 'personal', valid: true });
  });

  it.each([
    ['8-800-555-35-35', 'service', true],
    ['1-800-FLOWERS', 'service', true],
    ['8 (809) 505 1234', 'premium', true],
    ['+49 1805 123456', 'shared-cost', true],
    ['112', 'short', true],
    ['900', 'short', true],
    ['*105#', 'short', false],
    ['12345', 'short', false],
    ['8916123456', 'unassigned', false],
    ['+70000000000', 'unassigned', false],
    ['+1 900 123 4567', 'unassigned', false],
  ])('tells that %s is %s', (raw, kind, valid) => {
    expect(normalizePhone(raw)).toMatchObject({ kind, valid });
  });

  it.each(['', ' ', 'abc', 'заказ 123', '8 916 123-45-67, 8 495 123-45-67', '1'.repeat(300)])('reads no single number in %j', (raw) => {
    expect(normalizePhone(raw)).toBeUndefined();
  });

  it('takes numbers without a country code for numbers of the given region', () => {
    expect(normalizePhone('020 7946 0958', 'GB')?.e164).toBe('+442079460958');
    expect(normalizePhone('020 7946 0958', 'no region')).toBeUndefined();
    expect(normalizePhone('+44 20 7946 0958', 'no region')?.e164).toBe('+442079460958');
  });

  it('gives one E.164 for every spelling of a number', () => {
    fc.assert(
      fc.property(spelledMobile(), ({ national, spelling }) => {
        expect(normalizePhone(spelling)).toMatchObject({ e164: `+7${national}`, kind: 'personal' });
      }),
    );
  });

  it('reads its own E.164 as the same number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[\d ().-]{0,20}$/), (raw) => {
        const phone = normalizePhone(raw);
        if (phone) expect(normalizePhone(phone.e164)).toEqual({ ...phone, extension: undefined });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), (raw, region) => void normalizePhone(raw, region)));
  });
});

describe('findPhones', () => {
  it.each([
    ['+7 (916) 123-45-67, 8 495 123 45 67', [MOBILE, OFFICE]],
    ['8 916 123-45-67/8 495 123-45-67', [MOBILE, OFFICE]],
    ['89161234567 84951234567', [MOBILE, OFFICE]],
    ['8 916 123 45 67 8 495 123 45 67', [MOBILE, OFFICE]],
    ['+79161234567+74951234567', [MOBILE, OFFICE]],
    ['89161234567\n+7 916 123 45 67', [MOBILE]],
    ['no number', []],
  ])('finds the numbers of %j', (raw, numbers) => {
    expect(findPhones(raw).map((phone) => phone.e164)).toEqual(numbers);
  });

  it('gives an extension to the number before it', () => {
    expect(findPhones('89161234567; 84951234567 доб. 12')).toMatchObject([{ e164: MOBILE }, { e164: OFFICE, extension: '12' }]);
  });
});

/** A Russian mobile number and one of the ways to write it. */
function spelledMobile(): fc.Arbitrary<{ national: string; spelling: string }> {
  const gap = fc.constantFrom('', ' ', '-', '.', '/', '\u00a0', '–', ' (', ') ');
  return fc
    .record({
      national: fc.stringMatching(/^9[0125678]\d{8}$/),
      prefix: fc.constantFrom('8', '7', '+7', '+7 8', '８', '+７', '(+7)', ''),
      gaps: fc.tuple(gap, gap, gap, gap),
    })
    .map(({ national, prefix, gaps: [a, b, c, d] }) => ({
      national,
      spelling: `${prefix}${a}${national.slice(0, 3)}${b}${national.slice(3, 6)}${c}${national.slice(6, 8)}${d}${national.slice(8)}`,
    }));
}
