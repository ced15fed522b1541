import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeText } from './decode-text.js';
import { jsonErrorAt } from './json-error-at.js';
import { readJson } from './read-json.js';

describe('readJson', () => {
  it.each([
    ['', 0],
    ['abc', 0],
    ['name=Ivan&phone=1', 0],
    ['{"a":1', 6],
    ['{"a":1,}', 7],
    ['[1,]', 3],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ["{'a':1}", 1],
    ['{"a":1}}', 7],
    ['{"a":1] ', 6],
    ['{"a":"x\ny"}', 7],
    ['{"a":"\\x"}', 6],
    ['{"a":"\\u12g4"}', 6],
    ['{"a":"abc', 9],
    ['{"a":01}', 6],
    ['{"a":+1}', 5],
    ['{"a":NaN}', 5],
    ['{"a":1}{"b":2}', 7],
    ['{"a":tru}', 5],
    ['[1 2]', 3],
    ['// note\n{}', 0],
  ])('tells where %j stops being JSON', (text, position) => {
    expect(() => readJson(text)).toThrow(expect.objectContaining({ name: 'MalformedJsonError', position }));
  });

  it('reads depth without a stack', () => {
    expect(() => readJson('{"a":'.repeat(100_000))).toThrow(expect.objectContaining({ position: 500_000 }));
    expect(readJson('['.repeat(10_000) + ']'.repeat(10_000))).toBeInstanceOf(Array);
  });

  it('finds an error exactly where the engine refuses', () => {
    const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '{', ']', 'x', '\\')).map(([json, at, char]) => {
      const index = at % (json.length + 1);
      return json.slice(0, index) + char + json.slice(index + 1);
    });
    fc.assert(
      fc.property(broken, (text) => {
        const position = jsonErrorAt(text);
        if (isJson(text)) expect(position).toBe(text.length);
        // What stands before the error begins some JSON, so it isn't the place itself.
        else expect(jsonErrorAt(text.slice(0, position))).toBe(position);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('decodeText', () => {
  it.each([
    [[0x61, 0xff, 0x62], 1],
    [[0x61, 0xd0], 2],
    [[0xd0, 0x41], 1],
    [[0xc0, 0xaf], 0],
    [[0x61, 0xed, 0xa0, 0x80], 2],
    [[...Buffer.from('Иван'), 0x80], 8],
  ])('tells the byte of %j that is no UTF-8', (bytes, byteOffset) => {
    expect(() => decodeText(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ name: 'InvalidBytesError', byteOffset }));
  });

  it('drops a byte order mark and knows Russian charsets', () => {
    expect(decodeText(Buffer.from('\ufeff{}'))).toBe('{}');
    expect(decodeText(Uint8Array.from([0xc8, 0xe2, 0xe0, 0xed]), 'windows-1251')).toBe('Иван');
    expect(() => decodeText(Buffer.from('a'), 'no-such')).toThrow(expect.objectContaining({ name: 'RangeError' }));
  });

  it('gives every text back', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(decodeText(Buffer.from(text))).toBe(text.replace(/^\ufeff/, ''))));
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
