import { linesOf, textOf } from '../lines.js';
import type { MailText, ReplyCut } from '../cut-reply.js';

/** A mail whose margin says, line by line, what becomes of it. */
export interface ReplyCase {
  readonly client: string;
  readonly language: string;
  readonly mail: MailText;
  /** `quoted` only where nothing is forwarded: there the forwarded mail says the same. */
  readonly expected: ReplyCut;
}

interface Line {
  /** r: reply, q: quoted, s: signature, h: head of a forwarded mail, f: its text where that is not the reply, -: a rule that goes with what it set off. */
  readonly margin: string;
  readonly text: string;
}

/** Reads a file of fixtures/reply: fields, a blank line, then the mail with one letter and a bar before each line. */
export function readReplyCase(file: string): ReplyCase {
  const [head, ...rest] = file.trimEnd().split('\n\n');
  const fields = new Map(head!.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)] as const));
  const lines = rest.join('\n\n').split('\n').map((line) => ({ margin: line[0]!, text: line.slice(2) }));
  const subject = fields.get('subject');
  const sender = fields.get('sender');
  return {
    client: fields.get('client')!,
    language: fields.get('language')!,
    mail: { text: lines.map(({ text }) => text).join('\n'), ...(subject !== undefined && { subject }), ...(sender !== undefined && { sender }) },
    expected: expectedOf(lines, fields),
  };
}

function expectedOf(lines: readonly Line[], fields: ReadonlyMap<string, string>): ReplyCut {
  const [reply, quoted, signature] = ['r', 'q', 's'].map((margin) => joined(lines.filter((line) => line.margin === margin)));
  const forwarded = forwardedOf(lines, fields);
  return { reply: reply!, ...(quoted && !forwarded && { quoted }), ...(signature && { signature }), ...(forwarded && { forwarded }) };
}

/** The text stands between the head and the line, if any, that ends the forwarded mail. */
function forwardedOf(lines: readonly Line[], fields: ReadonlyMap<string, string>): ReplyCut['forwarded'] {
  const start = lines.findIndex(({ margin }) => margin === 'h');
  if (start < 0) return undefined;
  const parts = ['from', 'date', 'subject'].flatMap((part) => (fields.has(`forwarded ${part}`) ? [[part, fields.get(`forwarded ${part}`)]] : []));
  return { ...Object.fromEntries(parts), text: joined(lines.slice(start).filter(({ margin }) => margin !== 'h')) };
}

function joined(lines: readonly Line[]): string {
  return textOf(linesOf(lines.map(({ text }) => text).join('\n')));
}
