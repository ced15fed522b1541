import { describe, expect, it } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import { type Part, isSpent, takeOldest } from './parts.js';

const BYTES = 10;
const part = (partition: number, ...times: number[]): Part => ({
  partition,
  taken: 0,
  messages: times.map((time, offset) => ({ offset: `${offset}`, timestamp: `${time}`, value: Buffer.alloc(BYTES) }) as unknown as KafkaMessage),
});
const names = (parts: Part[], most = 100, maxBytes = 1_000): string[] =>
  takeOldest(parts, most, maxBytes).map(({ part: { partition }, message }) => `${partition}/${message.offset}`);

describe('messages of several partitions', () => {
  it('are taken oldest first, and the rest the next time', () => {
    const parts = [part(0, 1, 4, 5), part(1, 2, 3, 6)];
    expect(names(parts, 4)).toEqual(['0/0', '1/0', '1/1', '0/1']);
    expect(names(parts, 4)).toEqual(['0/2', '1/2']);
    expect(parts.every(isSpent)).toBe(true);
    expect(names(parts, 4)).toEqual([]);
  });

  it('keep the order of their partition, whatever their times', () => {
    const taken = names([part(0, 9, 1, 5), part(1, 2, 3), part(2, NaN, -1)]);
    for (const partition of [0, 1, 2]) {
      const own = taken.filter((name) => name.startsWith(`${partition}/`));
      expect(own).toEqual(own.map((_, offset) => `${partition}/${offset}`));
    }
    expect(taken).toHaveLength(7);
  });

  it('are bounded by bytes, yet never none', () => {
    const parts = [part(0, 1, 2, 3), part(1, 1, 2, 3)];
    expect(names(parts, 100, 2 * BYTES)).toEqual(['0/0', '1/0']);
    expect(names(parts, 100, 1)).toEqual(['0/1']);
  });
});
