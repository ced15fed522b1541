import { attributionAt, type Attribution } from './attribution.js';
import { headerBlockAt, type HeaderBlock } from './header-block.js';
import { isBlank, isQuoted, isQuotedLoosely, nextFilled, plain } from './lines.js';
import { isRule, separatorOf } from './separator.js';

/** A run of lines that the sender did not write now. */
export interface HistorySpan {
  readonly start: number;
  readonly end: number;
  /** `quoted` bears marks line by line; `open` starts with a header and runs to the end; `naked` has marks and no header. */
  readonly kind: 'quoted' | 'open' | 'naked';
  /** A separator said that this is a forwarded mail. */
  readonly forwarded: boolean;
  /** Index behind the header: where the quoted or forwarded text starts. */
  readonly bodyStart: number;
  readonly header?: { readonly from?: string; readonly date?: string; readonly subject?: string };
  /** The header was a block of labels, not one sentence. */
  readonly block: boolean;
}

interface Opening extends Pick<HistorySpan, 'forwarded' | 'bodyStart' | 'header' | 'block'> {
  readonly start: number;
}

/** Finds what was quoted or forwarded, in order, without overlaps. */
export function findHistory(lines: readonly string[], known: ReadonlySet<string>): HistorySpan[] {
  const spans: HistorySpan[] = [];
  for (let at = 0; at < lines.length; ) {
    const span = spanAt(lines, at, known);
    if (span) spans.push(span);
    at = span ? span.end : at + 1;
  }
  return spans;
}

function spanAt(lines: readonly string[], at: number, known: ReadonlySet<string>): HistorySpan | undefined {
  if (isBlank(lines[at])) return undefined;
  if (isQuoted(lines[at])) return { start: at, end: quoteEnd(lines, at, isQuoted), kind: 'naked', forwarded: false, bodyStart: at, block: false };
  const opening = openingAt(lines, at, known);
  if (!opening) return undefined;
  const body = nextFilled(lines, opening.bodyStart);
  if (isQuotedLoosely(lines[body])) return { ...opening, kind: 'quoted', end: quoteEnd(lines, body, isQuotedLoosely) };
  return { ...opening, kind: 'open', end: openEnd(lines, opening) };
}

/** Separator, header block or attribution; a separator takes the header below it along. */
function openingAt(lines: readonly string[], at: number, known: ReadonlySet<string>): Opening | undefined {
  const separator = separatorOf(lines[at]);
  const isDrawn = separator !== undefined || isRule(lines[at]);
  if (separator === 'end') return { start: at, forwarded: false, bodyStart: at + 1, block: true };
  const headerStart = isDrawn ? nextFilled(lines, at + 1) : at;
  if (isDrawn && separator === undefined && headerStart > at + 3) return undefined;
  const header = headerAt(lines, headerStart, known);
  if (header) return { start: at, forwarded: separator === 'forwarded', bodyStart: header.end, header, block: header.block };
  return separator && { start: at, forwarded: separator === 'forwarded', bodyStart: at + 1, block: true };
}

function headerAt(lines: readonly string[], at: number, known: ReadonlySet<string>): ((HeaderBlock | Attribution) & { block: boolean }) | undefined {
  const block = headerBlockAt(lines, at);
  if (block) return { ...block, block: true };
  const attribution = attributionAt(lines, afterYandexFields(lines, at), known);
  return attribution && { ...attribution, block: false };
}

/** Yandex puts "Кому: …;" and "Тема: …;" above its attribution. */
function afterYandexFields(lines: readonly string[], at: number): number {
  let index = at;
  while (index < at + 4 && /^(?:кому|копия|тема|to|cc|subject) ?:.{0,400};$/i.test(plain(lines[index]))) index++;
  return index;
}

/** Marked lines, the blank ones between them, and tails that a mailer wrapped without repeating the mark. */
function quoteEnd(lines: readonly string[], from: number, isMarked: (line: string | undefined) => boolean): number {
  let end = from + 1;
  while (end < lines.length) {
    const next = nextFilled(lines, end);
    if (isMarked(lines[next])) end = next + 1;
    else if (next === end && isMarked(lines[end + 1]) && isWrapped(lines[end - 1]!, lines[end]!)) end += 2;
    else break;
  }
  return end;
}

/** The marked line was full, and what follows would not have fitted. */
function isWrapped(marked: string, line: string): boolean {
  return marked.length <= 100 && marked.length + line.trimStart().split(' ', 1)[0]!.length >= 74 && /[^.!?:;>]$/.test(marked) && /^[\p{Ll}\d(]/u.test(line);
}

/** An unmarked history runs to the end of the mail, unless a forwarding client says where it ends. */
function openEnd(lines: readonly string[], opening: Opening): number {
  if (separatorOf(lines[opening.start]) === 'end') return opening.bodyStart;
  if (opening.forwarded) {
    for (let at = opening.bodyStart; at < lines.length; at++) if (separatorOf(lines[at]) === 'end') return at + 1;
  }
  return lines.length;
}

