import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanName, cleanText, truncate } from './text.js';

const anyText = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\udc00', '\0', '\r\n', '\r', '\u0085', '\u202e'))).map((parts) => parts.join(''));

describe('cleanText', () => {
  it('keeps 30 marks on a letter and no more, for sorting a megabyte of them would take minutes', () => {
    const marks = '\u0301\u0323'.repeat(250_000);
    expect(cleanText(`я${marks}!`).text).toHaveLength(32);
    expect(cleanName(`я${'\u0301\u0323'.repeat(14)}${`\u200b${'\u0301\u0323'.repeat(14)}`.repeat(10_000)}`)).toHaveLength(31);
  });

  it('keeps line feeds and tabs, drops other control characters and counts them', () => {
    expect(cleanText('a\0b\tc\r\nd\re\u0007\u009f')).toEqual({ text: 'ab\tc\nd\ne', replaced: 0, removed: 3 });
  });

  it('keeps letters as they were put together; names are composed', () => {
    expect(cleanText('и\u0306 e\u0301').text).toBe('и\u0306 e\u0301');
    expect(cleanName('и\u0306')).toBe('й');
  });

  it('mends lone surrogates and tells so', () => {
    expect(cleanText('a\ud800b\udc00 😀')).toEqual({ text: 'a\ufffdb\ufffd 😀', replaced: 2, removed: 0 });
  });

  it('makes every text storable, once for all', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const { text } = cleanText(raw);
        expect(text).not.toMatch(/[^\P{Cc}\n\t]/u);
        expect(text).not.toMatch(/\p{Cs}/u);
        expect(cleanText(text)).toEqual({ text, replaced: 0, removed: 0 });
      }),
    );
  });
});

describe('cleanName', () => {
  it('makes one line without marks that turn or hide text', () => {
    expect(cleanName('  Иван \u202eПетров\u200b\n Сергеевич\u00a0')).toBe('Иван Петров Сергеевич');
  });

  it('changes nothing the second time', () => {
    fc.assert(fc.property(anyText, (raw) => expect(cleanName(cleanName(raw))).toBe(cleanName(raw))));
  });

  it('holds at most 200 characters and never half of one', () => {
    expect(cleanName('😀'.repeat(300))).toBe('😀'.repeat(200));
  });
});

describe('truncate', () => {
  it('leaves what fits', () => {
    expect(truncate('😀😀', 2)).toBe('😀😀');
  });
});

it('keeps every character that is one, whatever stands beside what', () => {
  const unit = fc.oneof(fc.integer({ min: 0x20, max: 0x530 }), fc.integer({ min: 0x2010, max: 0x2120 })).map((code) => String.fromCodePoint(code));
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 12 }), (raw) => {
      const { text } = cleanText(raw);
      expect([...text]).toEqual([...raw].filter((character) => !/[^\P{Cc}\n\t]/u.test(character)));
    }),
    { numRuns: 2_000 },
  );
});
