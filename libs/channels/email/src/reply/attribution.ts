import { dateWithin, startsWithDate, startsWithWeekday, timeWithin } from './date-words.js';
import { isBlank, isQuoted, isQuotedLoosely, nextFilled, plain } from './lines.js';

/** The line that introduces a quote: "вт, 3 мар. 2026 г. в 10:15, Иван <ivan@example.ru>:". */
export interface Attribution {
  /** Index behind its last line. */
  readonly end: number;
  readonly from?: string;
  readonly date?: string;
}

/** Wrapped by narrow clients into as many lines. */
const mostLines = 4;
const mostChars = 320;

const verbs = [
  'пишет|пишут|писал|писала|писали|писал\\(а\\)|написал|написала|написали|написал\\(а\\)|написано|пише|писав|написав|написала|написав\\(ла\\)|напиша',
  'wrote|writes|schrieb|schreibt|escrit|écrit|ecrit|escribió|escreveu|scritto|scrisse|napisał|napisała|napisał\\(a\\)|pisze',
  'schreef|skrev|kirjoitti|napsal|napsal\\(a\\)|napsala|írta|yazdı|scris|写道|작성|のメッセージ',
].join('|');
const verbWithin = new RegExp(String.raw`(?<!\p{L})(?:${verbs})(?!\p{L})`, 'iu');
const endsWithVerb = new RegExp(String.raw`(?<!\p{L})(?:${verbs}) ?[:：]?$`, 'iu');

const lead = /^(?:on|le|el|il|em|am|op|den|in data|w dniu|dnia|dne|в|у|на|вы (?:на)?писали|ви (?:на)?писали|you wrote|quoting|цитирую|в письме от|在)(?![\p{L}])/iu;
const startsWithTime = /^\d{1,2}[:.]\d{2}/;
const address = /[^\s<>@()[\]]{1,80}@[^\s<>@()[\]]{1,120}/;
const bracketedAddressAtEnd = /[<([][^<>()[\]]{0,100}@[^<>]{1,150}[>)\]]{1,2} ?[:：]$/;
const bareAddressAtEnd = /(?:^| )(?:от|from) .{0,100}@[^\s<>@]{1,120} ?[:：]$/i;
/** Yahoo's application writes the quoted text on the same line, some spaces apart. */
const textOnSameLine = /^(.{10,300}?[:：]) {2,}\S/;
const decoration = /^[-*_=\s]+|[-*_\s]+$/g;

/**
 * Reads an attribution that starts at a line.
 * @param known  attributions that the HTML marks as such, without spaces
 */
export function attributionAt(lines: readonly string[], at: number, known: ReadonlySet<string>): Attribution | undefined {
  if (!canStart(lines[at], known)) return undefined;
  const end = endFrom(lines, at, known);
  if (end === undefined) return undefined;
  for (let later = at + 1; later < end; later++) {
    if (isSentenceBefore(joined(lines, at, later)) && startsPlainly(lines[later]) && endFrom(lines, later, known) === end) return undefined;
  }
  return { end, ...partsOf(joined(lines, at, end)) };
}

/** Whom and when an attribution names, as far as it can be told. */
export function partsOf(text: string): { from?: string; date?: string } {
  const from = /(?:"[^"<>]{1,80}"|«[^«»<>]{1,80}»|[^\s,"<>:;][^,"<>:;]{0,80})? ?<(?:mailto:)?[^\s<>]{1,80}@[^<>\s]{1,120}(?: \(mailto:[^()<>]{0,120}\))?>/u.exec(text);
  const before = text.slice(0, from?.index ?? text.length);
  const date = dateWithin.test(before) ? before.replace(/^(?:on|am|le) /i, '').replace(/[\s,]*(?:от|from)?[\s,]*$/i, '') : undefined;
  return { ...(from && { from: from[0].replace(/^(?:от|from) /i, '') }), ...(from && date && { date }) };
}

/** "В прошлый раз вы писали про скидку.\nOn Tue … wrote:": the attribution is what starts last. */
function isSentenceBefore(text: string): boolean {
  return /(?:\p{L}{4}|\d)[.!?…)]+$/u.test(text) || (text.length > 12 && !dateWithin.test(text) && !/,$/.test(text));
}

/** Starts as attributions do, with a date or its preposition. */
function startsPlainly(line: string | undefined): boolean {
  const text = plain(line).replace(decoration, '');
  return lead.test(text) || startsWithWeekday.test(text) || startsWithDate.test(text) || startsWithTime.test(text);
}

function canStart(line: string | undefined, known: ReadonlySet<string>): boolean {
  if (line === undefined || line === '' || isQuoted(line)) return false;
  const text = plain(line).replace(decoration, '');
  if (text === '') return false;
  return startsPlainly(line) || verbWithin.test(text) || known.size > 0;
}

function endFrom(lines: readonly string[], at: number, known: ReadonlySet<string>): number | undefined {
  const whole = textOnSameLine.exec(plain(lines[at]))?.[1];
  if (whole !== undefined && isAttribution(whole, () => false)) return at + 1;
  let text = '';
  for (let end = at; end < at + mostLines && end < lines.length; end++) {
    if (isBlank(lines[end]) || (end > at && isQuoted(lines[end]) && !isTorn(lines[end]))) return undefined;
    text = `${text} ${plain(lines[end])}`.trimStart();
    if (text.length > mostChars) return undefined;
    if (known.has(text.replaceAll(' ', ''))) return end + 1;
    if (isAttribution(text, () => isQuotedLoosely(lines[nextFilled(lines, end + 1)]))) return end + 1;
  }
  return undefined;
}

/** The bracket that closes an address, alone on its line, looks like a mark. */
function isTorn(line: string | undefined): boolean {
  return /^> ?:$/.test(plain(line));
}

function isAttribution(decorated: string, quoteFollows: () => boolean): boolean {
  const text = decorated.replace(decoration, '');
  const hasColon = /[:：]$/.test(text);
  if (!hasColon && !endsWithVerb.test(text)) return false;
  const hasAddress = address.test(text);
  const date = dateWithin.exec(text);
  const hasTime = timeWithin.test(text);
  // Gmail in Russian, Yandex, Mail.ru: no verb, but all of a date, a time and an address.
  if (!verbWithin.test(text)) return date !== null && hasTime && (bracketedAddressAtEnd.test(text) || bareAddressAtEnd.test(text));
  if (!hasColon) return date !== null && hasAddress;
  if (date !== null && (hasTime || hasAddress)) return true;
  if (hasAddress && text.length < 160) return true;
  if (date !== null && date.index < 20 && text.length < 80 && /^on /i.test(text)) return true;
  // A bare "Иван пишет:" may as well be the writer's own sentence: only a quote below makes it one.
  return text.length < 120 && text.split(' ').length < 14 && quoteFollows();
}

function joined(lines: readonly string[], from: number, end: number): string {
  return lines.slice(from, end).map(plain).join(' ');
}
