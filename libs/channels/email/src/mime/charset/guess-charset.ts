/** Letters of Russian by how often they occur; Ukrainian's own letters at the end. */
const BY_FREQUENCY = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфіїєґёъ';
/** By character code: this runs over each mail in such a charset, several times. */
const LETTERS = new Map([...weighted(BY_FREQUENCY, true), ...weighted(BY_FREQUENCY.toUpperCase(), false)]);
const SAYS_NOTHING = new Set([...'«»—–№…“”„’\u00a0'].map((char) => char.charCodeAt(0)));
const CYRILLIC = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5'] as const;
/** A run of letters with at least one beyond ASCII; blocks of punctuation and symbols don't count. */
const WORD_WITH_HIGH = /[a-z]*[\u0080-\u00ff][a-z\u0080-\u00ff]*/gi;
const SAMPLE_BYTES = 4_096;
/** So much before the first high byte belongs to its word. */
const WORD_BYTES = 40;

/**
 * Names the likeliest 8-bit charset of bytes that are no UTF-8: Cyrillic ones by how Russian they make the text, else
 * windows-1252. A wrong Cyrillic charset shows as swapped case, box drawing or rare letters.
 */
export function guessCharset(bytes: Uint8Array): string {
  const sample = sampleAround(bytes);
  if (looksWestern(sample)) return 'windows-1252';
  let best = 'windows-1251';
  let bestScore = -Infinity;
  for (const charset of CYRILLIC) {
    const score = cyrillicScore(new TextDecoder(charset).decode(sample));
    if (score > bestScore) [best, bestScore] = [charset, score];
  }
  return bestScore > 0 ? best : 'windows-1252';
}

/** How much a text reads like Russian or Ukrainian; negative for noise. */
export function cyrillicScore(text: string): number {
  let score = 0;
  let afterLower = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      afterLower = false;
      continue;
    }
    const letter = LETTERS.get(code);
    if (letter?.isLower) score += letter.weight;
    else if (letter) score += afterLower ? -3 : letter.weight / 3;
    else score -= SAYS_NOTHING.has(code) ? 0 : 3;
    if (!letter) afterLower = false;
    else afterLower ||= letter.isLower;
  }
  return score;
}

/** Western words mix plain letters with accented ones; Cyrillic words are of high bytes alone, and not of no-break spaces. */
function looksWestern(sample: Uint8Array): boolean {
  let mixedWords = 0;
  let highWords = 0;
  for (const [word] of Buffer.from(sample).toString('latin1').matchAll(WORD_WITH_HIGH)) {
    if (/[a-z]/i.test(word)) mixedWords++;
    else if (new Set(word).size > 1) highWords++;
  }
  return highWords === 0 || mixedWords > highWords;
}

/** From the first high byte on: what stands before it tells nothing. */
function sampleAround(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const start = Math.max(0, first - WORD_BYTES);
  return bytes.subarray(start, start + SAMPLE_BYTES);
}

function weighted(letters: string, isLower: boolean): [number, { readonly weight: number; readonly isLower: boolean }][] {
  return [...letters].map((letter, index) => [letter.charCodeAt(0), { weight: 3 - index / 16, isLower }]);
}
