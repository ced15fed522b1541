import { cleanLine } from '../clean-text.js';
import { decodeWords } from '../header/encoded-words.js';
import type { MailReport, ReportField } from '../mail.js';

const MAX_GROUPS = 200;
const MAX_FIELDS = 200;

const KINDS: Readonly<Record<string, MailReport['kind']>> = {
  'message/delivery-status': 'delivery-status',
  'message/global-delivery-status': 'delivery-status',
  'message/disposition-notification': 'disposition-notification',
  'message/global-disposition-notification': 'disposition-notification',
  'message/feedback-report': 'feedback-report',
};

export function reportKind(mediaType: string): MailReport['kind'] | undefined {
  return Object.hasOwn(KINDS, mediaType) ? KINDS[mediaType] : undefined;
}

/** Reads a machine-readable report: groups of "Name: value" lines between empty lines. */
export function parseReport(kind: MailReport['kind'], text: string): MailReport {
  const unfolded = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+(?=\S)/g, ' ');
  const groups = unfolded.split(/\n[ \t]*\n/).slice(0, MAX_GROUPS).map(parseGroup).filter((group) => group.length > 0);
  return { kind, groups };
}

function parseGroup(group: string): ReportField[] {
  const fields: ReportField[] = [];
  for (const line of group.split('\n').slice(0, MAX_FIELDS)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.push({ name: line.slice(0, colon).trim().toLowerCase(), value: cleanLine(decodeWords(line.slice(colon + 1))) });
  }
  return fields;
}
