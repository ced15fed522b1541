/** Letters that take two columns of a terminal: East Asian ones and emoji. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /\p{M}/u;

/** A text in one line of exactly so many columns; what a terminal would obey (escapes, direction marks) becomes a space. */
export function fit(text: string, columns: number): string {
  const line = text.slice(0, columns * 8).replace(/[\p{C}\s]+/gu, ' ').trim();
  const shown = takeColumns(line, columns);
  if (shown.text.length === line.length) return shown.text + ' '.repeat(columns - shown.columns);
  const cut = takeColumns(line, columns - 1);
  return `${cut.text}…${' '.repeat(columns - 1 - cut.columns)}`;
}

function takeColumns(line: string, most: number): { readonly text: string; readonly columns: number } {
  let text = '';
  let columns = 0;
  for (const letter of line) {
    const width = widthOf(letter);
    if (columns + width > most) break;
    text += letter;
    columns += width;
  }
  return { text, columns };
}

function widthOf(letter: string): number {
  return NO_WIDTH.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
}
