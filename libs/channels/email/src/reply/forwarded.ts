import type { HistorySpan } from './history.js';
import { isBlank, isQuotedLoosely, textOf, unquoted } from './lines.js';
import { separatorOf } from './separator.js';
import type { SubjectKind } from './subject-kind.js';

/** A mail that was passed on, as its own head names it. */
export interface ForwardedMail {
  readonly from?: string;
  /** As written: clients use their own languages and zones. */
  readonly date?: string;
  readonly subject?: string;
  readonly text: string;
}

/** A separator or the subject says so; else only a mail with nothing of its own, unless it answers. */
export function isForward(span: HistorySpan, kind: SubjectKind, bare: boolean): boolean {
  if (span.forwarded) return true;
  return span.block && span.header !== undefined && (kind === 'forward' || (bare && kind !== 'reply'));
}

/** Its parts, without the client's lines around them and without quote marks. */
export function forwardedMail(lines: readonly string[], span: HistorySpan): ForwardedMail {
  const body = lines.slice(span.bodyStart, separatorOf(lines[span.end - 1]) === 'end' ? span.end - 1 : span.end);
  const marked = body.find((line) => !isBlank(line));
  const text = textOf(isQuotedLoosely(marked) ? body.map((line) => unquoted(line)) : body);
  const { from, date, subject } = span.header ?? {};
  return { ...(from && { from }), ...(date && { date }), ...(subject && { subject }), text };
}
