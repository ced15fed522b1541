/** Letters that take two columns of a terminal: East Asian ones and emoji. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /\p{M}/u;

/** A text in one line of exactly so many columns; what a terminal would obey (escapes, direction marks) becomes a space. */
export function fit(text: string, columns: number): string {
  const line = text.slice(0, columns * 8).replace(/[\p{C}\s]+/gu, ' ').trim();
  let shown = '';
  let used = 0;
  for (const letter of line) {
    const width = widthOf(letter);
    if (used + width > columns) return `${cutLast(shown, used, columns)}…`;
    shown += letter;
    used += width;
  }
  return shown + ' '.repeat(columns - used);
}

/** Makes room for the mark of omission. */
function cutLast(shown: string, used: number, columns: number): string {
  if (used < columns) return shown + ' '.repeat(columns - used - 1);
  const letters = [...shown];
  let freed = 0;
  while (freed === 0 && letters.length > 0) freed = widthOf(letters.pop()!);
  return letters.join('') + ' '.repeat(Math.max(0, freed - 1));
}

function widthOf(letter: string): number {
  return NO_WIDTH.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
}
