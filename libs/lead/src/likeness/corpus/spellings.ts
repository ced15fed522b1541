import { phoneIdentity } from '@tributary/contact';

/** Twelve ways in which people write a Russian number, of its ten digits. */
export const SPELLINGS: readonly ((digits: string) => string)[] = [
  (d) => `+7${d}`,
  (d) => `8${d}`,
  (d) => d,
  (d) => `+7 ${d.slice(0, 3)} ${d.slice(3, 6)} ${d.slice(6, 8)} ${d.slice(8)}`,
  (d) => `8 (${d.slice(0, 3)}) ${d.slice(3, 6)}-${d.slice(6, 8)}-${d.slice(8)}`,
  (d) => `8-${d.slice(0, 3)}-${d.slice(3, 6)}-${d.slice(6)}`,
  (d) => `+7(${d.slice(0, 3)})${d.slice(3)}`,
  (d) => `7 ${d.slice(0, 3)} ${d.slice(3)}`,
  (d) => `(${d.slice(0, 3)}) ${d.slice(3, 6)}.${d.slice(6, 8)}.${d.slice(8)}`,
  (d) => `тел. 8 ${d.slice(0, 3)}/${d.slice(3, 6)}-${d.slice(6)}`,
  (d) => `tel:+7-${d.slice(0, 3)}-${d.slice(3)}`,
  (d) => `+7\u00a0${d.slice(0, 3)}\u00a0${d.slice(3, 6)}\u2011${d.slice(6)}`,
];

/** @returns how many spellings of so many numbers are read as what they are, and how many numbers two people would share */
export function scoreSpellings(count: number): { spellings: number; found: number; wrong: number } {
  let [found, wrong] = [0, 0];
  for (let n = 0; n < count; n++) {
    const digits = `916${String((n * 7_919_317) % 10_000_000).padStart(7, '0')}`;
    for (const spell of SPELLINGS) {
      const value = phoneIdentity(spell(digits))?.value;
      if (value === `+7${digits}`) found += 1;
      else if (value !== undefined) wrong += 1;
    }
  }
  return { spellings: count * SPELLINGS.length, found, wrong };
}
