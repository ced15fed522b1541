import { isClosing } from './closing.js';
import { isDashedName } from './dashed-name.js';
import { isDisclaimer } from './disclaimer.js';
import { isBlank, nextFilled, plain, signatureDelimiter } from './lines.js';
import { isMobileSignature } from './mobile-signature.js';
import { hasContact, isProse, paragraphEnd } from './prose.js';
import { isRule } from './separator.js';

/** The lines of one run of text: which of them are the sender's words, which their signature. */
export interface SignatureCut {
  readonly kept: string[];
  readonly signature: string[];
  /** What stands below a device's line, text being above it: a history whose header nobody knows. */
  readonly below: string[];
  /** The formula and the name were typed as part of the letter ("С уважением, Иван"), not added by a program. */
  readonly typed: boolean;
}

const postscript = /^(?:p\.? ?p?\.? ?s\.?|п\.? ?с\.?|з\.? ?ы\.?|post ?scriptum|постскриптум)(?=[\s:.,)–—-]|$)/iu;
const delimiter = /^(?:--|- -|–)$/;
const fullName = /^[*]{0,2}\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){1,3}[*]{0,2},?$/u;
const mostCardLines = 10;

/** What is known of a signature before it is looked for. */
export interface SignatureHints {
  /** First line of the signature that the HTML marks as such, without spaces. */
  readonly marked?: string | undefined;
  /** The writer's name as From has it. */
  readonly sender?: string | undefined;
}

/** Splits a run of the sender's lines into text and signature. */
export function cutSignature(lines: readonly string[], hints: SignatureHints = {}): SignatureCut {
  const kept: string[] = [];
  const below: string[] = [];
  const signature: string[] = [];
  let typed = false;
  let said = false;
  let target = kept;
  const manyDelimiters = lines.filter((line) => delimiter.test(line.trim())).length > 1;
  for (let at = 0; at < lines.length; ) {
    const end = isBlank(lines[at]) ? at : signatureEnd(lines, at, manyDelimiters, hints);
    if (end > at) {
      typed ||= isClosing(lines[at]);
      if (isApart(lines, at, end) && isMobileSignature(lines[at], true)) target = said ? below : kept;
      while (at < end) signature.push(lines[at++]!);
    } else {
      if (postscript.test(plain(lines[at]))) target = kept;
      said ||= !isBlank(lines[at]);
      target.push(lines[at++]!);
    }
  }
  return { kept: withoutRules(kept, lines.length), below, signature, typed };
}

/** Index behind the signature that starts at a line; the same index when none does. */
function signatureEnd(lines: readonly string[], at: number, manyDelimiters: boolean, { marked, sender }: SignatureHints): number {
  const line = lines[at];
  const text = plain(line);
  if (marked !== undefined && marked.length > 2 && text.replaceAll(' ', '') === marked) return tailEnd(lines, at + 1, true);
  if (isMobileSignature(line, isAlone(lines, at))) return at + 1;
  if (line === signatureDelimiter && !manyDelimiters) return tailEnd(lines, at + 1, true);
  if (delimiter.test(text)) return manyDelimiters ? ruled(lines, at) : delimited(lines, at);
  if (isRule(line)) return ruled(lines, at);
  if (isClosing(line)) return tailEnd(lines, at + 1, false);
  if (isDashedName(lines, at, sender)) return lines.length;
  const startsParagraph = at === 0 || isBlank(lines[at - 1]) || isRule(lines[at - 1]);
  if ((startsParagraph || /[.!?]$/.test(lines[at - 1]!)) && isDisclaimer(line, lines[at + 1])) return tailEnd(lines, paragraphEnd(lines, at), false);
  return at > 0 && startsParagraph && fullName.test(text) ? unannouncedCard(lines, at) : at;
}

/** A "--" that lost its space, or was drawn by hand: talk below it is kept. */
function delimited(lines: readonly string[], at: number): number {
  const end = tailEnd(lines, at + 1, false);
  const start = nextFilled(lines, at + 1);
  return end > start || start === lines.length ? end : at;
}

/** A signature goes on to the end, or to a postscript, or to a paragraph in which the writer speaks again. */
function tailEnd(lines: readonly string[], from: number, isMarked: boolean): number {
  let marked = isMarked;
  for (let at = nextFilled(lines, from); at < lines.length; ) {
    const end = paragraphEnd(lines, at);
    for (let line = at; line < end; line++) if (postscript.test(plain(lines[line]))) return line;
    if (isDisclaimer(lines[at], lines[at + 1]) || delimiter.test(plain(lines[at]))) marked = true;
    if (!marked && isProse(lines, at, end)) return at;
    at = nextFilled(lines, end);
  }
  return lines.length;
}

function ruled(lines: readonly string[], rule: number): number {
  const next = nextFilled(lines, rule + 1);
  return isClosing(lines[next]) ? tailEnd(lines, next + 1, false) : cardEnd(lines, rule);
}

/** Below a drawn line only a visiting card is a signature: a few short lines, a full name first or a way to reach somebody. */
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
  const isName = fullName.test(plain(lines[first]));
  return first < lines.length && (reachable || (isName && filled <= 4)) ? lines.length : rule;
}

/** Without formula or line, three lines with a full name first and a way to reach it are a visiting card still. */
function unannouncedCard(lines: readonly string[], at: number): number {
  const end = Math.min(paragraphEnd(lines, at), at + mostCardLines);
  if (end < at + 3 || !lines.slice(at, end).some(hasContact)) return at;
  return Math.max(cardEnd(lines, at - 1), at);
}

/** Nothing but this line in its paragraph, and no text below. */
function isAlone(lines: readonly string[], at: number): boolean {
  return (at === 0 || isBlank(lines[at - 1]) || isRule(lines[at - 1])) && nextFilled(lines, at + 1) === lines.length;
}

function isApart(lines: readonly string[], at: number, end: number): boolean {
  return at > 0 && isBlank(lines[at - 1]) && end < lines.length && isBlank(lines[end]);
}

/** Where something was cut, no line drawn above it is left over. */
function withoutRules(kept: string[], whole: number): string[] {
  if (kept.length === whole) return kept;
  let end = kept.length;
  while (end > 0 && (isBlank(kept[end - 1]) || isRule(kept[end - 1]))) end--;
  return kept.slice(0, end);
}
