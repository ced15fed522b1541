import { timeWithin } from './date-words.js';
import { isBlank, plain } from './lines.js';

/** The head of a mail repeated in the text: "От: … Отправлено: … Кому: … Тема: …". */
export interface HeaderBlock {
  /** Index behind its last line. */
  readonly end: number;
  readonly from?: string;
  readonly date?: string;
  readonly subject?: string;
}

type Field = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'other';

/** Labels in the languages of Outlook, Apple Mail, Thunderbird, Gmail, Zimbra, Lotus and the phones' clients. */
const labels: Record<Field, string> = {
  from: 'от|от кого|отправитель|від|від кого|from|von|de|da|van|od|fra|från|lähettäjä|kimden|feladó|发件人|差出人|보낸 사람',
  date: 'отправлено|отправленные|отправлен|дата|дата отправки|надіслано|відправлено|sent|date|gesendet|datum|envoyé|envoyé le|date|enviado|enviado el|enviada em|enviado em|fecha|data|inviato|verzonden|wysłano|data wysłania|sendt|dato|skickat|odesláno|message du|lähetetty|发送时间|日期',
  to: 'кому|to|an|à|a|para|aan|do|til|till|komu|vastaanottaja|收件人',
  cc: 'копия|копія|cc|bcc|скрытая копия|kopie|copie|copie à|copia|kopia|dw|kopi|抄送',
  subject: 'тема|subject|betreff|objet|sujet|asunto|oggetto|assunto|onderwerp|temat|emne|ämne|předmět|aihe|主题|件名',
  other: 'reply-to|reply to|ответить|organization|организация|importance|important|важность|приоритет|priority|attachments?|вложения|вложение|resent-from|списком',
};
const fieldOfLabel = new Map(Object.entries(labels).flatMap(([field, names]) => names.split('|').map((name) => [name, field as Field] as const)));
const anyLabel = [...fieldOfLabel.keys()].sort((a, b) => b.length - a.length).join('|');
const labelled = /^[>*\s|]{0,6}([^:：*>|]{1,20}?)\s?\*{0,2}\s?[:：]\*{0,2}\s*(.*)$/u;
const labelInLine = new RegExp(String.raw`(?<=[\s*>;])\*{0,2}(${anyLabel})\s?\*{0,2}[:：]`, 'giu');

const mostLines = 24;
const mostFolded = 6;

/** Reads a header block that starts at a line: never a freight request ("From: Moscow"), never a form's fields. */
export function headerBlockAt(lines: readonly string[], at: number): HeaderBlock | undefined {
  if (!isLabelled(plain(lines[at]))) return undefined;
  const values = new Map<Field, string>();
  const end = collect(lines, at, values);
  return isWhole(values) ? { end, ...partsOf(values) } : undefined;
}

function collect(lines: readonly string[], at: number, values: Map<Field, string>): number {
  let end = at;
  let last: Field | undefined;
  let folded = 0;
  for (let index = at; index < lines.length && index < at + mostLines; index++) {
    const line = plain(lines[index]);
    const field = fieldsOf(line);
    if (field.length > 0) {
      if (field.some(([name]) => name !== 'other' && values.has(name))) break;
      for (const [name, value] of field) values.set(name, value);
      last = field.at(-1)?.[0];
      folded = 0;
      end = index + 1;
    } else if (isBlank(lines[index])) {
      // HTML made into text may stand double-spaced; one blank line inside is no end.
      if (isBlank(lines[index + 1]) || fieldsOf(plain(lines[index + 1])).length === 0) break;
    } else if (last !== undefined && folded < mostFolded && continues(line, last, values)) {
      values.set(last, `${values.get(last) ?? ''} ${line}`.trim());
      folded++;
      end = index + 1;
    } else break;
  }
  return end;
}

/** A folded list of addresses, or a value that stands below its label. */
function continues(line: string, field: Field, values: ReadonlyMap<Field, string>): boolean {
  const value = values.get(field) ?? '';
  if (value === '') return field !== 'subject' && field !== 'cc';
  if (field === 'from' || field === 'to' || field === 'cc') return /[,;]$/.test(value) || /^[<[(]?\S+@\S+[>\])]?[;,]?$/.test(line) || /<\S+@\S+>[;,]/.test(line);
  return false;
}

/** The fields of one line; more than one when a client (or HTML made into text) put the block on one line. */
function fieldsOf(line: string): [Field, string][] {
  const first = labelled.exec(line);
  const name = first && fieldOfLabel.get(first[1]!.toLowerCase());
  if (!name) return [];
  const rest = first[2]!;
  const next = [...` ${rest}`.matchAll(labelInLine)].filter((match) => match[1]!.length > 1);
  if (next.length === 0 || name === 'subject') return [[name, rest.replace(/\*+$/, '').trim()]];
  const cuts = next.map((match) => match.index - 1);
  const values = [rest.slice(0, Math.max(cuts[0]!, 0)), ...next.map((match, index) => rest.slice(cuts[index]! + match[0].length, cuts[index + 1]))];
  const fields = [name, ...next.map((match) => fieldOf(match[1]!))];
  const subject = fields.indexOf('subject');
  const kept = subject < 0 ? fields.length : subject + 1;
  return fields.slice(0, kept).map((field, index) => [field, (values[index] ?? '').replace(/\*+$/, '').trim()]);
}

function isLabelled(line: string): boolean {
  const label = labelled.exec(line)?.[1];
  return label !== undefined && fieldOfLabel.has(label.toLowerCase());
}

function fieldOf(label: string): Field {
  return fieldOfLabel.get(label.toLowerCase()) ?? 'other';
}

function isWhole(values: ReadonlyMap<Field, string>): boolean {
  const from = values.get('from');
  if (from === undefined) return false;
  const date = values.get('date');
  const hasAddress = from.includes('@') || (values.get('to') ?? '').includes('@');
  const hasDate = date !== undefined && /\d/.test(date);
  if (hasDate) return values.has('subject') || hasAddress || (values.has('to') && timeWithin.test(date));
  return values.has('to') && values.has('subject') && hasAddress;
}

function partsOf(values: ReadonlyMap<Field, string>): Omit<HeaderBlock, 'end'> {
  const [from, date, subject] = [values.get('from'), values.get('date'), values.get('subject')];
  return { ...(from && { from }), ...(date && { date }), ...(subject && { subject }) };
}
