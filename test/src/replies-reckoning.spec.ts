import { describe, expect, it } from '@jest/globals';
import { reckonReplies } from '../faults/replies/reckon-replies.mjs';

const asked = (...states: string[]) => states.map((state, n) => ({ id: `${n}`, conversation: 0, text: `${n}`, state }));
const faults = (states: string[], seen: string[], dropsRepeats = false) => reckonReplies(asked(...states), () => seen, { dropsRepeats });

describe('the reckoning of replies', () => {
  it('finds nothing where all is as it is said', () => {
    expect(faults(['sent', 'unknown', 'read', 'unknown'], ['0', '1', '2'])).toEqual([]);
  });

  it.each<[string, string[], string[], RegExp]>([
    ['a reply that came twice', ['sent', 'sent'], ['0', '1', '0'], /sent twice: 0/],
    ['one that overtook another', ['sent', 'sent'], ['1', '0'], /out of order: 0 after 1/],
    ['one that is said to be sent and was not', ['sent', 'sent'], ['1'], /said to be sent, and never seen: 0/],
    ['one that failed without a reason', ['failed'], [], /failed: 0/],
    ['one that nobody asked for', ['sent'], ['0', 'x'], /nobody asked for it: x/],
  ])('finds %s', (_, states, seen, words) => {
    expect(faults(states, seen)).toContainEqual(expect.stringMatching(words));
  });

  it('finds what stayed unknown where the provider drops repeats', () => {
    expect(faults(['unknown'], ['0'], true)).toEqual(['unknown, although it was seen: 0']);
  });
});
