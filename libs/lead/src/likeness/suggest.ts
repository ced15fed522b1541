import { blockingKeys } from './block.js';
import { fold, type Folded } from './compare.js';
import { likeness, THRESHOLD_BITS, type Likeness } from './score.js';
import type { Profile } from './profile.js';

/** A key that more people share tells nobody apart: what is common is not compared. */
export const MAX_BLOCK = 50;

export interface LikePair extends Likeness {
  readonly a: string;
  readonly b: string;
  /** Keys by which they came to be compared. */
  readonly keys: readonly string[];
}

export interface Suggesting {
  readonly pairs: readonly LikePair[];
  /** Pairs that were compared. */
  readonly compared: number;
}

/** Pairs of people who may be one, found by blocks. The cost grows with the number of people, not with its square. Pure. */
export function suggestPairs(profiles: readonly Profile[], thresholdBits = THRESHOLD_BITS): Suggesting {
  const folded = profiles.map(fold);
  const blocks = new Map<string, number[]>();
  for (const [index, each] of folded.entries()) {
    for (const key of blockingKeys(each)) {
      const block = blocks.get(key);
      if (block) block.push(index);
      else blocks.set(key, [index]);
    }
  }
  const seen = new Map<string, string[]>();
  for (const [key, block] of blocks) if (block.length > 1 && block.length <= MAX_BLOCK) pairUp(key, block, seen);
  const pairs: LikePair[] = [];
  for (const [pair, keys] of seen) {
    const [i = 0, j = 0] = pair.split(' ').map(Number);
    const [a, b] = [folded[i] as Folded, folded[j] as Folded];
    const found = likeness(a, b);
    if (found.suffices && found.bits >= thresholdBits) pairs.push({ a: a.profile.id, b: b.profile.id, keys, ...found });
  }
  return { pairs, compared: seen.size };
}

function pairUp(key: string, block: readonly number[], seen: Map<string, string[]>): void {
  for (let i = 0; i < block.length; i++) {
    for (let j = i + 1; j < block.length; j++) {
      const pair = `${block[i]} ${block[j]}`;
      const keys = seen.get(pair);
      if (keys) keys.push(key);
      else seen.set(pair, [key]);
    }
  }
}
