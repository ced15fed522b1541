import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from './errors/problem.js';
import { findJsonFault } from './json-fault.js';
import { parseJson } from './json.js';

function refusalOf(body: string | Buffer): { code: string; position: unknown } {
  try {
    parseJson(Buffer.from(body as string));
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, position: error.options.params?.['position'] };
    throw error;
  }
  throw new Error('was parsed');
}

describe('parseJson', () => {
  it('parses, with or without a byte order mark', () => {
    expect(parseJson(Buffer.from('{"имя":"Анна"}'))).toEqual({ имя: 'Анна' });
    expect(parseJson(Buffer.from('\uFEFF[1]'))).toEqual([1]);
  });

  it.each([
    ['{"a":', 5],
    ['{"имя" 1}', 10],
    ['{"a":1,}', 7],
    ['[1 2]', 3],
    ['"a\nb"', 2],
    ['"\\x"', 1],
    ['{a:1}', 1],
    ['nul', 0],
    ['[01]', 2],
    ['{} x', 3],
    ['\uFEFF{"a"}', 7],
  ])('says where %j stops being JSON', (text, position) => expect(refusalOf(text)).toEqual({ code: 'bad-json', position }));

  it('says where the bytes stop being UTF-8', () => {
    expect(refusalOf(Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')]))).toEqual({ code: 'bad-encoding', position: 6 });
    expect(refusalOf(Buffer.from([0x22, 0xef, 0xbf]))).toEqual({ code: 'bad-encoding', position: 3 });
  });

  it('refuses depth that would overflow whoever walks the value', () => {
    expect(refusalOf('['.repeat(10_000))).toEqual({ code: 'json-too-deep', position: 100 });
    expect(refusalOf(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toMatchObject({ code: 'json-too-deep' });
    expect(parseJson(Buffer.from(`["[[[\\"[", ${'['.repeat(99)}${']'.repeat(99)}]`))).toBeDefined();
  });

  it.each([
    ['{"a":{"__proto__":{"admin":true}}}', 6],
    ['{"\\u005f_proto__":1}', 1],
    ['{"constructor":{"prototype":{}}}', 1],
  ])('refuses keys that reach prototypes: %s', (text, position) => expect(refusalOf(text)).toEqual({ code: 'forbidden-key', position }));

  it('refuses NUL characters, and only those', () => {
    expect(refusalOf('{"a":"x\\u0000"}')).toEqual({ code: 'nul-character', position: 7 });
    expect(refusalOf('"\\\\\\u0000"')).toEqual({ code: 'nul-character', position: 1 });
    expect(parseJson(Buffer.from('"\\\\u0000"'))).toBe('\\u0000');
  });
});

describe('findJsonFault', () => {
  it('agrees with JSON.parse on any text', () => {
    const jsonLike = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '\\', '\\u12', '1', '-', '0.5e3', '.', 'true', 'nul', ' ', '\n', '\u0001', 'я')).map((parts) => parts.join(''));
    fc.assert(fc.property(fc.oneof(jsonLike, fc.json(), fc.string()), (text) => (findJsonFault(text) === undefined) === isJson(text)), { numRuns: 2_000 });
  });

  it('points into the text or at its end', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        const cut = text.slice(0, at % text.length);
        const fault = findJsonFault(cut);
        return isJson(cut) || fault === cut.length || (fault !== undefined && fault < cut.length);
      }),
    );
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
