import type { ContactFacts } from '@tributary/channel';
import { RECEIVED_AT, webhookSamples } from '@tributary/channel/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { channel } from './channel.js';
import { fold } from './fold.js';

const { draftOf } = webhookSamples(channel);

function factsOf(body: object, minutes = 0): ContactFacts {
  return draftOf(body, { receivedAt: new Date(RECEIVED_AT.getTime() + minutes * 60_000) }).facts;
}

describe('fold', () => {
  it('takes the higher sequence, whenever it came', () => {
    const first = factsOf({ text: 'a', sequence: 1 }, 5);
    const second = factsOf({ text: 'b', sequence: '2' }, 0);
    expect(fold(first, second)).toBe(second);
    expect(fold(second, first)).toBe(second);
  });

  it('takes the later time where there is no sequence', () => {
    const first = factsOf({ text: 'a', occurredAt: '2026-01-01T00:00:00Z' });
    const second = factsOf({ text: 'b', occurredAt: '2026-01-01T00:00:01Z' });
    expect(fold(first, second)).toBe(second);
    expect(fold(second, first)).toBe(second);
  });

  it('knows a repeat without a change, later though it came', () => {
    const stored = factsOf({ text: 'a' });
    expect(fold(stored, factsOf({ text: 'a' }, 5))).toBe(stored);
  });

  it('ends at the newest version in whatever order the versions come', () => {
    const versions = fc.uniqueArray(fc.nat({ max: 100 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(versions, (sequences) => {
        const folded = sequences.map((sequence) => factsOf({ text: `v${sequence}`, sequence })).reduce(fold);
        expect(folded.text).toBe(`v${Math.max(...sequences)}`);
      }),
    );
  });
});
