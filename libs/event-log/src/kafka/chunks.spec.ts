import { describe, expect, it } from '@jest/globals';
import { chunksOf } from './chunks.js';

const message = (bytes: number): { key: string; value: Buffer } => ({ key: 'k', value: Buffer.alloc(bytes) });

describe('a batch cut into requests', () => {
  it('is one when it is small', () => {
    expect(chunksOf([message(10), message(20)], 10_000)).toEqual([[message(10), message(20)]]);
  });

  it('keeps its order and the bound, but for a message that is larger alone', () => {
    const messages = [400, 400, 400, 3_000, 100].map(message);
    expect(chunksOf(messages, 1_500)).toEqual([[message(400), message(400)], [message(400)], [message(3_000)], [message(100)]]);
  });

  it('is nothing when it is empty', () => {
    expect(chunksOf([], 100)).toEqual([]);
  });
});
