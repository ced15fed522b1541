import { isBlank, nextFilled, plain } from './lines.js';

const dashed = /^[-–—]{1,3} ?(\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){0,2})$/u;

/**
 * "- Anna" or "—Anna Lee" as the last paragraph: the sender's name, or a full one when nobody knows the sender's. A point of
 * a list looks alike.
 */
export function isDashedName(lines: readonly string[], at: number, sender: string | undefined): boolean {
  const name = dashed.exec(plain(lines[at]))?.[1];
  if (name === undefined || at === 0 || !isBlank(lines[at - 1]) || nextFilled(lines, at + 1) < lines.length) return false;
  const above = plain(lines.slice(0, at).findLast((line) => !isBlank(line)));
  if (/^[-–—•*]|[:：]$/.test(above)) return false;
  return sender ? wordsOf(name).some((word) => wordsOf(sender).includes(word)) : wordsOf(name).length > 1;
}

function wordsOf(name: string): string[] {
  return name.slice(0, 200).toLowerCase().split(/[^\p{L}]+/u).filter((word) => word.length > 1);
}
