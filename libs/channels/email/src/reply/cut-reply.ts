import { citations } from './citation.js';
import { forwardedMail, isForward, type ForwardedMail } from './forwarded.js';
import { findHistory, type HistorySpan } from './history.js';
import { htmlMarks, type HtmlMarks } from './html-marks.js';
import { isBlank, linesOf, nextFilled, textOf } from './lines.js';
import { cutSignature, type SignatureCut, type SignatureHints } from './signature.js';
import { subjectKind } from './subject-kind.js';

/** A mail's text as a mailer sent it, and what else tells quotes from words. */
export interface MailText {
  /** Plain text; quotes of HTML bear "> " marks. */
  readonly text: string;
  readonly html?: string;
  readonly subject?: string;
  /** The writer's name: tells a name behind a dash from a point of a list. */
  readonly sender?: string;
}

export type { ForwardedMail };

/** What the sender wrote now, and what was cut: lines of the input. */
export interface ReplyCut {
  readonly reply: string;
  /** History: quotes, attributions, headers of answered mails. */
  readonly quoted?: string;
  /** Closing formula, name, post, telephones, notices, "Sent from my iPhone". */
  readonly signature?: string;
  readonly forwarded?: ForwardedMail;
}

/** A mail forwarded again and again is peeled as often. */
const mostForwards = 5;
const mostPasses = 4;
const mostLines = 10_000;

/**
 * Cuts quoted history and signatures from a mail's text. Pure, linear in the text, never throws.
 * Only the first 10,000 lines are looked at; what comes behind stays with what they end in.
 * A mail that only forwards another has that other's words as its reply.
 */
export function cutReply(mail: MailText): ReplyCut {
  const { head, tail } = bounded(mail.text);
  const whole = stable({ ...mail, text: head });
  if (tail === '') return whole;
  // Nobody writes so much: a history that reaches the bound goes on behind it.
  const last = linesOf(head).findLast((line) => !isBlank(line));
  if (last !== undefined && whole.quoted?.endsWith(last)) return { ...whole, quoted: `${whole.quoted}\n${tail}` };
  return { ...whole, reply: `${whole.reply}\n${tail.replaceAll('\r\n', '\n')}`.trim() };
}

/** The lines that are looked at, and what comes behind them. */
function bounded(text: string): { head: string; tail: string } {
  let end = -1;
  for (let count = 0; count < mostLines; count++) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return { head: text, tail: '' };
  }
  return { head: text.slice(0, end), tail: text.slice(end + 1) };
}

/** What stood apart before the cut may be a header or a signature now: the reply must be one that stays as it is. */
function stable(mail: MailText): ReplyCut {
  let whole = cut(mail, htmlMarks(mail.html), 0);
  for (let pass = 0; pass < mostPasses && !isUncut(whole); pass++) {
    const again = cut({ ...mail, text: whole.reply }, noMarks, 0);
    if (again.reply === whole.reply) break;
    whole = merged(whole, again);
  }
  return whole;
}

function isUncut({ quoted, signature, forwarded }: ReplyCut): boolean {
  return quoted === undefined && signature === undefined && forwarded === undefined;
}

function merged(first: ReplyCut, second: ReplyCut): ReplyCut {
  const quoted = textOf([first.quoted ?? '', second.quoted ?? '']);
  const signature = textOf([second.signature ?? '', first.signature ?? '']);
  const forwarded = first.forwarded ?? second.forwarded;
  return { reply: second.reply, ...(quoted && { quoted }), ...(signature && { signature }), ...(forwarded && { forwarded }) };
}

function cut(mail: MailText, marks: HtmlMarks, depth: number): ReplyCut {
  const lines = linesOf(mail.text);
  const kind = subjectKind(mail.subject);
  const spans = citations(lines, findHistory(lines, marks.attributions), kind);
  const { reply, below, signature, typed } = cutSignatures(lines, spans, { marked: marks.signature, sender: mail.sender });
  const passedOn = spans.find((span) => isForward(span, kind, reply === ''));
  const forwarded = passedOn && forwardedMail(lines, passedOn);
  const quoted = textOf([...below, ...spans.flatMap((span) => lines.slice(span.start, span.end))]);
  const whole = { reply, ...(quoted && { quoted }), ...(signature && { signature }), ...(forwarded && { forwarded }) };
  if (reply !== '') return whole;
  if (forwarded) return onlyForward(whole, forwarded, mail, depth);
  const unmarked = spans.find((span) => span.kind === 'open' && !span.block);
  if (unmarked) return unattributed(lines, unmarked, whole);
  return typed && quoted === '' ? { reply: signature } : whole;
}

/** Nothing was added to the forwarded mail: its words are what there is to answer. */
function onlyForward(whole: ReplyCut, forwarded: ForwardedMail, mail: MailText, depth: number): ReplyCut {
  const inner = depth < mostForwards ? cut({ text: forwarded.text, subject: forwarded.subject ?? mail.subject ?? '' }, noMarks, depth + 1) : undefined;
  const signature = textOf([whole.signature, inner?.signature].filter((part) => part !== undefined));
  return {
    reply: inner?.reply || forwarded.text,
    ...(inner?.quoted && { quoted: inner.quoted }),
    ...(signature && inner?.reply && { signature }),
    forwarded,
  };
}

/** An attribution with unmarked text below and nothing above: which part is the answer nobody can tell, so none is lost. */
function unattributed(lines: readonly string[], span: HistorySpan, whole: ReplyCut): ReplyCut {
  const { kept, signature } = cutSignature(lines.slice(span.bodyStart, span.end));
  const quoted = textOf(lines.slice(span.start, span.bodyStart));
  const all = textOf([whole.signature ?? '', ...signature]);
  return { reply: textOf(kept), quoted, ...(all && { signature: all }) };
}

/** Each run of the sender's lines may end in a signature: above the history, and below it. */
function cutSignatures(lines: readonly string[], spans: readonly HistorySpan[], hints: SignatureHints): Omit<SignatureCut, 'kept' | 'signature'> & { reply: string; signature: string } {
  const starts = [0, ...spans.map((span) => span.end)];
  const runs = starts.map((start, index) => cutSignature(lines.slice(start, spans[index]?.start), hints));
  return {
    reply: textOf(joinedRuns(runs.map((run) => run.kept))),
    below: runs.flatMap((run) => run.below),
    signature: textOf(runs.flatMap((run) => run.signature)),
    typed: runs.some((run) => run.typed),
  };
}

/** Where a quote stood, the blank lines around it become one gap. */
function joinedRuns(runs: readonly (readonly string[])[]): string[] {
  const lines: string[] = [];
  for (const run of runs) {
    const start = lines.length === 0 || isBlank(lines.at(-1)) ? nextFilled(run, 0) : 0;
    for (let at = start; at < run.length; at++) lines.push(run[at]!);
  }
  return lines;
}

const noMarks: HtmlMarks = { attributions: new Set() };
