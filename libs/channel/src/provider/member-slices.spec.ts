import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memberSlices } from './member-slices.js';

const slicesOf = (text: string) => memberSlices(text, 'result');

describe('memberSlices', () => {
  it('gives each element as it stands there', () => {
    expect(slicesOf('{"ok":true,"result":[ {"a" : "\\u0041, \\"]"} ,{"update_id":1e1, "b":[1,[2]]},"x",3 ,null ]}')).toEqual(['{"a" : "\\u0041, \\"]"}', '{"update_id":1e1, "b":[1,[2]]}', '"x"', '3', 'null']);
  });

  it.each(['{"ok":true,"result":[]}', '{"ok":true,"result":{"a":[1,2]}}', '{"ok":true,"result":true}', '{"ok":true}', '{"results":[1],"x":{"result":[2]}}'])('finds none in %s', (text) => {
    expect(slicesOf(text)).toEqual([]);
  });

  it('agrees with JSON.parse, whatever stands around, however it is spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), fc.boolean(), fc.constantFrom(undefined, 1, '\t'), (result, other, isFirst, space) => {
        const text = JSON.stringify(isFirst ? { other, result } : { result, other }, null, space);
        expect(slicesOf(text).map((slice) => JSON.parse(slice) as unknown)).toEqual((JSON.parse(text) as { result: unknown[] }).result);
      }),
    );
  });
});
