/**
 * A text as the messages that it takes: cut after the last line or word that fits, else between two characters as a reader sees them.
 * Providers take no message of blanks only. Pure.
 * @param most  UTF-16 units of one message
 * @returns none for an empty text; together they are the text, but for parts of blanks only (a text of nothing else is its first part)
 */
export function splitText(text: string, most: number): string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== ''; rest = rest.slice(parts.at(-1)!.length)) parts.push(rest.slice(0, endOf(rest, most)));
  const said = parts.filter((part) => part.trim() !== '');
  return said.length > 0 ? said : parts.slice(0, 1);
}

function endOf(text: string, most: number): number {
  if (text.length <= most) return most;
  const head = text.slice(0, most);
  const least = most / 2;
  const ends = [head.lastIndexOf('\n') + 1, head.search(/\s\S*$/) + 1, new Intl.Segmenter().segment(text).containing(most)?.index ?? 0];
  return ends.find((end) => end > least) ?? (ends[2] || most - (/[\ud800-\udbff]$/.test(head) ? 1 : 0));
}
