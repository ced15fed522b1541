/** How much of a text is looked at: notices say what they are at once. */
const MAX_CHARS = 6_000;
const MAX_SUBJECT_CHARS = 400;

/** The beginning of what the sender wrote himself, in one line: quoted lines are the other side's words. */
export function ownWords(text: string, maxChars = MAX_CHARS): string {
  const own = ownLines(text.slice(0, maxChars).split('\n')).filter((line) => !line.startsWith('>'));
  return own.map((line) => line.trim()).join(' ').replace(/\s+/gu, ' ').trim();
}

/** The lines above the mail that is answered or handed on. */
export function ownLines(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line, at) => startsHistory(line) || isHeaderBlock(lines, at));
  return end < 0 ? lines : lines.slice(0, end);
}

/** Separators that mail programs put before the mail they answer. */
function startsHistory(line: string): boolean {
  return line.length < 200 && /^(?:-{2,} ?(?:Original Message|Исходное сообщение|Пересылаемое сообщение|Forwarded message|Вихідне повідомлення)|(?:-{2,} )?(?:On|Am|Le|El) .{6,160} (?:wrote|schrieb|a écrit|escribió) ?:|.{6,160} (?:пишет|написал\(а\)|написала?|пише)\s*:)/iu.test(line);
}

const HEADER_FROM = /^[*_]{0,2}(?:from|от|від|von|de)[*_]{0,2} ?:/iu;
const HEADER_TO = /^[*_]{0,2}(?:to|кому|an|à|para)[*_]{0,2} ?:/iu;
const HEADER_SUBJECT = /^[*_]{0,2}(?:subject|тема|betreff|objet|asunto)[*_]{0,2} ?:/iu;
const HEADER_BLOCK_LINES = 7;

/** "From, Sent, To, Subject", as Outlook and forwards have it. Forms ask for a sender and a subject, but for no recipient. */
function isHeaderBlock(lines: readonly string[], at: number): boolean {
  if (!HEADER_FROM.test(lines[at] ?? '')) return false;
  const block = lines.slice(at + 1, at + HEADER_BLOCK_LINES);
  return block.some((line) => HEADER_TO.test(line)) && block.some((line) => HEADER_SUBJECT.test(line));
}

/** Whether any of these stands in a text. */
export function says(patterns: readonly RegExp[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text));
}

/** A subject in one line. */
export function subjectLine(subject: string): string {
  return subject.slice(0, MAX_SUBJECT_CHARS).replace(/\s+/gu, ' ').trim();
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

/** "Re: …", help desks' "[#12] Re: …" too. */
export function isReplySubject(subject: string): boolean {
  return REPLY_MARK.test(subjectLine(subject).replace(/^\[[^\]]{1,60}\] ?/u, ''));
}

export function isForwardSubject(subject: string): boolean {
  return FORWARD_MARK.test(bareSubject(subject));
}
