import type { Mail, MailAddress, MailHeader, MailReport } from '../mime/mail.js';

/** What the judging parts read of a mail. */
export type EmlFacts = Pick<Mail, 'headers' | 'from' | 'replyTo' | 'subject' | 'text' | 'reports'>;

/**
 * Reads fixtures of plain UTF-8 with at most one level of parts, so that their specs stand without the MIME reader:
 * what that makes of a mail is its own specs' business.
 */
export function emlFacts(source: string): EmlFacts {
  const { headers, body } = cut(source);
  const valueOf = (name: string): string => headers.find((header) => header.name === name)?.value ?? '';
  const boundary = /boundary="([^"]+)"/.exec(valueOf('content-type'))?.[1];
  const parts = boundary === undefined ? [] : body.split(`--${boundary}`).slice(1, -1).map((part) => cut(part.slice(1)));
  return {
    headers,
    from: addresses(valueOf('from')),
    replyTo: addresses(valueOf('reply-to')),
    subject: valueOf('subject'),
    text: parts[0]?.body.trim() ?? body,
    reports: parts.flatMap(reportOf),
  };
}

interface Part {
  readonly headers: MailHeader[];
  readonly body: string;
}

function cut(source: string): Part {
  const end = source.indexOf('\n\n');
  const head = (end < 0 ? source : source.slice(0, end)).replace(/\n[ \t]+/g, ' ');
  const headers = head.split('\n').flatMap((line) => {
    const at = line.indexOf(':');
    const value = line.slice(at + 1).trim();
    return at < 1 ? [] : [{ name: line.slice(0, at).toLowerCase(), value, raw: value }];
  });
  return { headers, body: end < 0 ? '' : source.slice(end + 2) };
}

function addresses(value: string): MailAddress[] {
  const [, name = '', address = ''] = /^(?:"?([^"<]*)"? )?<([^>]*)>$/.exec(value) ?? [];
  if (address) return [{ name: name.trim(), address, raw: value }];
  const [, bare = '', comment = ''] = /^(\S+@\S+)(?: \((.*)\))?$/.exec(value) ?? [];
  return bare ? [{ name: comment, address: bare, raw: value }] : [];
}

function reportOf({ headers, body }: Part): MailReport[] {
  const kind = /^message\/(delivery-status|disposition-notification|feedback-report)/.exec(headers.find(({ name }) => name === 'content-type')?.value ?? '')?.[1];
  if (kind === undefined) return [];
  const groups = body.trim().split('\n\n').map((group) => cut(group).headers.map(({ name, value }) => ({ name, value })));
  return [{ kind: kind as MailReport['kind'], groups }];
}
