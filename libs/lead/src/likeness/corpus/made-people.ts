import type { Profile } from '../profile.js';

/** People as a CRM has them: a name of many, a phone, most with mail; every tenth is there twice, with a slip. */
export function* madePeople(count: number): Generator<Profile> {
  const random = sequence(42);
  for (let n = 0; n < count; n++) {
    const double = n % 10 === 9;
    const base = double ? n - 1 : n;
    const [first, last] = [word(base * 2 + 1, 2), word(base * 2 + 2, 4)];
    const digits = `9${String(100_000_000 + ((base * 7_919_317) % 899_999_999))}`;
    const slip = double ? digits.slice(0, 9) + String((Number(digits[9]) + 1) % 10) : digits;
    yield { id: String(n), names: [`${first} ${last}`], phones: [`+7${slip}`], emails: random() < 0.6 ? [`${first}.${last}${base % 1000}@${word(base * 3 + 5, 3)}.ru`] : [] };
  }
}

const SYLLABLES = ['ba', 'ven', 'gor', 'da', 'zhi', 'ka', 'lov', 'mir', 'no', 'pet', 'ra', 'sla', 'ti', 'fe', 'ho', 'chu', 'sha', 'ev'];

function word(seed: number, syllables: number): string {
  let left = mixed(seed);
  let text = '';
  for (let n = 0; n < syllables; n++, left = Math.floor(left / SYLLABLES.length)) text += SYLLABLES[left % SYLLABLES.length];
  return text;
}

/** Neighbours get numbers that have nothing to do with each other. */
function mixed(seed: number): number {
  const once = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b);
  const twice = Math.imul(once ^ (once >>> 16), 0x45d9f3b);
  return (twice ^ (twice >>> 16)) >>> 0;
}

/** A linear congruential generator: the same people every time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
}
