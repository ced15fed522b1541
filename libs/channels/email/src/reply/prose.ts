import { isDisclaimer } from './disclaimer.js';
import { isBlank, plain } from './lines.js';

const contact = /[^\s<>@]{1,80}@[^\s<>@]{1,120}\.\p{L}{2,}|(?<!\p{L})(?:https?:\/\/|www\.)\S|(?<![\d.])\+?\d[\d\s()–-]{7,24}\d(?!\d)|(?<!\p{L})(?:тел|моб|факс|tel|phone|mob|mobile|fax|cell|e-?mail|почта|skype|telegram|whatsapp|viber|icq|сайт|site|web)\p{L}{0,8}\.? ?[:.+\d]/iu;
const place = /(?<!\p{L})(?:ул|просп|пр-т|пр-кт|шоссе|пер|наб|оф|офис|г|обл|стр|корп|дом|бц|бульвар|вул|буд|м|street|st|avenue|ave|road|rd|suite|floor|office|адрес|адреса|address|str|straße)(?!\p{L})[. ,]?.{0,40}\d/iu;
const advertised = /(?<!\p{L})(?:приглаша(?:ем|ет)|скидк\p{L}*|акци\p{L}*|подписывайтесь|подпишитесь|присоединяйтесь|график работы|режим работы|часы работы|пн[-– .]|круглосуточно|follow us|join us|visit (?:us|our)|subscribe|unsubscribe|отписаться|все права защищены|all rights reserved|working hours|registered (?:in|office)|company (?:no|number|registration))(?!\p{L})/iu;

/** A telephone, an address of mail, web or a messenger. */
export function hasContact(line: string | undefined): boolean {
  return contact.test(plain(line));
}

/** Index behind the paragraph that starts at a line. */
export function paragraphEnd(lines: readonly string[], from: number): number {
  let end = from;
  while (end < lines.length && !isBlank(lines[end])) end++;
  return end;
}

/**
 * Whether a paragraph below a closing is something the writer says, not a post, an address, a slogan or a notice.
 * @param end  index behind the paragraph
 */
export function isProse(lines: readonly string[], from: number, end: number): boolean {
  if (isDisclaimer(lines[from], lines[from + 1])) return false;
  const paragraph = lines.slice(from, Math.min(end, from + 40));
  const isNote = paragraph.some((line) => advertised.test(plain(line)) || place.test(plain(line)));
  if (isNote) return false;
  if (paragraph.some(isQuestion)) return true;
  return !paragraph.some(hasContact) && paragraph.some(isSpoken) && isSaid(paragraph);
}

function isQuestion(line: string): boolean {
  return /\?[)\s]*$/.test(line) && line.length < 500 && line.trim().split(' ').length >= 3;
}

/** A line of seven words or more, most of them in small letters. */
function isSpoken(line: string): boolean {
  if (line.length > 500) return true;
  const words = plain(line).split(' ');
  return words.length >= 7 && words.filter((word) => /^["«(]?\p{Ll}/u.test(word)).length >= words.length * 0.6;
}

function isSaid(paragraph: readonly string[]): boolean {
  const last = (paragraph.at(-1) ?? '').trimEnd();
  return /[.!…:;)]$/.test(last) || paragraph.join(' ').split(' ').length >= 14;
}
