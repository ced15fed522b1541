/** How much of a text is looked at: notices say what they are at once. */
const MAX_CHARS = 6_000;
const MAX_SUBJECT_CHARS = 400;

/** The beginning of what the sender wrote himself, in one line: quoted lines are the other side's words. */
export function ownWords(text: string, maxChars = MAX_CHARS): string {
  const own: string[] = [];
  for (const line of text.slice(0, maxChars).split('\n')) {
    if (isQuoteStart(line)) break;
    if (!line.startsWith('>')) own.push(line.trim());
  }
  return own.join(' ').replace(/[\s\u00a0]+/gu, ' ').trim();
}

/** Separators that mail programs put before the mail they answer. */
function isQuoteStart(line: string): boolean {
  return line.length < 200 && /^(?:-{2,} ?(?:Original Message|Исходное сообщение|Пересылаемое сообщение|Forwarded message|Вихідне повідомлення)|(?:On|Am|Le|El) .{6,160} (?:wrote|schrieb|a écrit|escribió) ?:|.{6,160} (?:пишет|написал\(а\)|написала?|пише)\s*:)/iu.test(line);
}

/** A subject in one line. */
export function subjectLine(subject: string): string {
  return subject.slice(0, MAX_SUBJECT_CHARS).replace(/[\s\u00a0]+/gu, ' ').trim();
}

const REPLY_MARK = /^(?:(?:re|aw|sv|antw|odp|vs|отв|ответ|відп|на)(?:\[\d{1,3}\])?|re \(\d{1,3}\)) ?: ?/iu;
const FORWARD_MARK = /^(?:fwd?|fw|wg|tr|пер|переслано|пересл|fwd\[\d{1,3}\]) ?: ?/iu;

/** Without "Re:", "Ответ:", "[External]" before it. */
export function bareSubject(subject: string): string {
  let bare = subjectLine(subject);
  for (let round = 0; round < 10; round += 1) {
    const shorter = bare.replace(REPLY_MARK, '').replace(/^\[(?:ext|external|внешн[а-яё]{1,6}|spam|спам)\] ?/iu, '').replace(/^\*{3} ?spam ?\*{3} ?/iu, '');
    if (shorter === bare) break;
    bare = shorter;
  }
  return bare;
}

export function isReplySubject(subject: string): boolean {
  return REPLY_MARK.test(subjectLine(subject));
}

export function isForwardSubject(subject: string): boolean {
  return FORWARD_MARK.test(bareSubject(subject));
}
