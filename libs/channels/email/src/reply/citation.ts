import { attributionAt } from './attribution.js';
import { headerBlockAt } from './header-block.js';
import type { HistorySpan } from './history.js';
import { isBlank, nextFilled, unquoted } from './lines.js';
import type { SubjectKind } from './subject-kind.js';

/**
 * Leaves out marked lines that are no history: a law or a manual cited with ">" in a letter of its own.
 * In an answer, or beside any attribution, every marked line is history.
 */
export function citations(lines: readonly string[], spans: readonly HistorySpan[], kind: SubjectKind): HistorySpan[] {
  const isAnswer = kind === 'reply' || kind === 'forward' || spans.some((span) => span.kind !== 'naked');
  return isAnswer ? [...spans] : spans.filter((span) => !isCitation(lines, span, kind));
}

function isCitation(lines: readonly string[], span: HistorySpan, kind: SubjectKind): boolean {
  if (namesSource(lines, span)) return false;
  const introduced = isIntroduced(lines, span.start);
  const goesOn = nextFilled(lines, span.end) < lines.length;
  if (kind === 'unknown') return false;
  return introduced || (goesOn && hasTextAbove(lines, span.start));
}

/** An attribution or a head within the marks says whose words they are. */
function namesSource(lines: readonly string[], span: HistorySpan): boolean {
  const inner = lines.slice(span.start, Math.min(span.end, span.start + 8)).map((line) => unquoted(line));
  return inner.some((_, at) => at < 4 && (headerBlockAt(inner, at) !== undefined || attributionAt(inner, at, new Set()) !== undefined));
}

/** "Пункт 4.2 договора гласит:" */
function isIntroduced(lines: readonly string[], start: number): boolean {
  const above = previousFilled(lines, start);
  return above >= 0 && /[:：]$/.test(lines[above]!);
}

function hasTextAbove(lines: readonly string[], start: number): boolean {
  return previousFilled(lines, start) >= 0;
}

function previousFilled(lines: readonly string[], from: number): number {
  let at = from - 1;
  while (at >= 0 && isBlank(lines[at])) at--;
  return at;
}
