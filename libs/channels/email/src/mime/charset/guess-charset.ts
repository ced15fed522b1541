/** Letters of Russian by how often they occur; Ukrainian's own letters at the end. */
const BY_FREQUENCY = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфіїєґёъ';
const WEIGHT = new Map([...BY_FREQUENCY].map((letter, index) => [letter, 3 - index / 16]));
const CYRILLIC = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5'] as const;
const SAMPLE_BYTES = 4_096;

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
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (code < 0x80) {
      afterLower = false;
      continue;
    }
    const lower = char.toLowerCase();
    const weight = WEIGHT.get(lower);
    if (weight === undefined) {
      score -= /[«»—–№…“”„’\u00a0]/.test(char) ? 0 : 3;
      afterLower = false;
    } else if (lower === char) {
      score += weight;
      afterLower = true;
    } else {
      score += afterLower ? -3 : weight / 3;
    }
  }
  return score;
}

/** Accented letters of Western languages stand alone between plain ones; Cyrillic bytes stand in runs. */
function looksWestern(sample: Uint8Array): boolean {
  let high = 0;
  let paired = 0;
  let besideLatin = 0;
  sample.forEach((byte, index) => {
    if (byte < 0x80) return;
    high++;
    const before = sample[index - 1] ?? 0;
    const after = sample[index + 1] ?? 0;
    if (before >= 0x80 || after >= 0x80) paired++;
    else if (isLatin(before) || isLatin(after)) besideLatin++;
  });
  return high > 0 && paired < high * 0.3 && besideLatin > 0;
}

function isLatin(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** From the first high byte on: what stands before it tells nothing. */
function sampleAround(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const start = Math.max(0, first - 1);
  return bytes.subarray(start, start + SAMPLE_BYTES);
}
