import { isClosing } from './closing.js';
import { isDisclaimer } from './disclaimer.js';
import { isBlank, nextFilled, plain } from './lines.js';
import { isMobileSignature } from './mobile-signature.js';
import { hasContact, isProse, paragraphEnd } from './prose.js';
import { isRule } from './separator.js';

/** The lines of one run of text: which of them are the sender's words, which their signature. */
export interface SignatureCut {
  readonly kept: string[];
  readonly signature: string[];
  /** The formula and the name were typed as part of the letter ("С уважением, Иван"), not added by a program. */
  readonly typed: boolean;
}

const postscript = /^(?:p\.? ?p?\.? ?s\.?|п\.? ?с\.?|з\.? ?ы\.?|post ?scriptum|постскриптум)(?=[\s:.,)–—-]|$)/iu;
const delimiter = /^(?:--|- -|–)$/;
const mostCardLines = 10;

/**
 * Splits a run of the sender's lines into text and signature.
 * @param known  first line of the signature that the HTML marks as such, without spaces
 */
export function cutSignature(lines: readonly string[], known?: string): SignatureCut {
  const kept: string[] = [];
  const signature: string[] = [];
  let typed = false;
  const manyDelimiters = lines.filter((line) => delimiter.test(line.trim())).length > 1;
  for (let at = 0; at < lines.length; ) {
    const end = isBlank(lines[at]) ? at : signatureEnd(lines, at, manyDelimiters, known);
    if (end > at) {
      typed ||= isClosing(lines[at]);
      while (at < end) signature.push(lines[at++]!);
    } else kept.push(lines[at++]!);
  }
  return { kept: withoutRules(kept, lines.length), signature, typed };
}

/** Index behind the signature that starts at a line; the same index when none does. */
function signatureEnd(lines: readonly string[], at: number, manyDelimiters: boolean, known: string | undefined): number {
  const line = lines[at];
  const text = plain(line);
  if (known !== undefined && known.length > 2 && text.replaceAll(' ', '') === known) return tailEnd(lines, at + 1, true);
  if (isMobileSignature(line, isAlone(lines, at))) return at + 1;
  if (delimiter.test(text)) return manyDelimiters ? cardEnd(lines, at) : delimited(lines, at);
  if (isRule(line)) return cardEnd(lines, at);
  if (isClosing(line)) return tailEnd(lines, at + 1, false);
  const startsParagraph = at === 0 || isBlank(lines[at - 1]) || isRule(lines[at - 1]);
  return startsParagraph && isDisclaimer(line, lines[at + 1]) ? tailEnd(lines, at + 1, false) : at;
}

/** Below "-- " all is signature; a "--" without its space may be a line drawn by hand, so talk below it is kept. */
function delimited(lines: readonly string[], at: number): number {
  const end = tailEnd(lines, at + 1, false);
  const start = nextFilled(lines, at + 1);
  return end > start || start === lines.length ? end : at;
}

/** A signature goes on to the end, or to a postscript, or to a paragraph in which the writer speaks again. */
function tailEnd(lines: readonly string[], from: number, marked: boolean): number {
  for (let at = nextFilled(lines, from); at < lines.length; ) {
    const end = paragraphEnd(lines, at);
    for (let line = at; line < end; line++) if (postscript.test(plain(lines[line]))) return line;
    if (isDisclaimer(lines[at], lines[at + 1])) return lines.length;
    if (!marked && isProse(lines, at, end)) return at;
    at = nextFilled(lines, end);
  }
  return lines.length;
}

/** Below a drawn line only a visiting card is a signature: a few short lines, a name first or a way to reach somebody. */
function cardEnd(lines: readonly string[], rule: number): number {
  let filled = 0;
  let reachable = false;
  const first = nextFilled(lines, rule + 1);
  for (let at = first; at < lines.length; at++) {
    if (isBlank(lines[at])) continue;
    if (isMobileSignature(lines[at], true)) break;
    if (++filled > mostCardLines || lines[at]!.length > 90 || isRule(lines[at])) return rule;
    if (isBlank(lines[at - 1]) && isProse(lines, at, paragraphEnd(lines, at))) return rule;
    reachable ||= hasContact(lines[at]);
  }
  const isName = /^[\p{Lu}*][\p{L}.*'’-]*(?: [\p{Lu}|*][\p{L}.*'’-]*){0,3}$/u.test(plain(lines[first]));
  return first < lines.length && (reachable || (isName && filled <= 4)) ? lines.length : rule;
}

/** Nothing but this line in its paragraph, and no text below. */
function isAlone(lines: readonly string[], at: number): boolean {
  return (at === 0 || isBlank(lines[at - 1]) || isRule(lines[at - 1])) && nextFilled(lines, at + 1) === lines.length;
}

/** Where something was cut, no line drawn above it is left over. */
function withoutRules(kept: string[], whole: number): string[] {
  if (kept.length === whole) return kept;
  let end = kept.length;
  while (end > 0 && (isBlank(kept[end - 1]) || delimiter.test(kept[end - 1]!.trim()) || /^_{3,}$/.test(kept[end - 1]!.trim()))) end--;
  return kept.slice(0, end);
}
