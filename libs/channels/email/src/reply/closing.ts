import { plain } from './lines.js';

/** Formulas that end a letter. What is only polite ("Спасибо!", "Хорошего дня!") stays with the text. */
const formulas = [
  'с (?:большим |глубоким |искренним |огромным |неизменным )?уважением(?: и (?:благодарностью|признательностью|наилучшими пожеланиями|надеждой на (?:плодотворное |долгосрочное )?сотрудничество))?',
  'с наилучшими(?: пожеланиями)?|с (?:искренней )?благодарностью|с почтением|с добрыми пожеланиями|с (?:самыми )?лучшими пожеланиями|искренне ваша?|с ув\\.?|всего (?:вам )?(?:доброго|хорошего|наилучшего)|заранее благодарны? и с уважением',
  'з (?:великою |найкращою |глибокою )?повагою(?: та (?:найкращими побажаннями|вдячністю))?|із повагою|з найкращими побажаннями|з вдячністю|щиро ваша?|всього найкращого',
  '(?:with )?(?:best|kind|kindest|warm|warmest|many|good)(?:[ -](?:best|kind|warm))?(?: regards| wishes)|(?:thanks|thank you|many thanks|thx)?(?: (?:and|&) | ?& ?)?(?:with )?(?:best |kind |kindest |warm |warmest )?regards|(?:best|kind) regards and thanks|rgds|brgds',
  'sincerely|sincerely yours|yours (?:sincerely|faithfully|truly)|very truly yours|respectfully(?: yours)?|cordially|cheers|best|all the best|warmly',
  '(?:mit )?(?:freundlichen|freundliche|besten|beste|vielen|liebe|lieben|herzliche|herzlichen|schöne|schönen) gr(?:ü|ue)(?:ß|ss)en?(?: aus [^,]{1,30})?|mfg|viele grüße|hochachtungsvoll',
  '(?:bien )?cordialement(?: vôtre)?|(?:très )?cordialement|bien à vous|sincères salutations|meilleures salutations|salutations distinguées',
  '(?:un )?(?:cordial saludo|saludo cordial|saludos(?: cordiales)?)|atentamente|cordialmente|cordiali saluti|distinti saluti|saluti|atenciosamente|com os melhores cumprimentos',
  '(?:z (?:wyrazami )?(?:poważaniem|szacunku|szacunkiem))|z poważaniem|pozdrawiam|serdecznie pozdrawiam|met vriendelijke groet(?:en)?|mvg|groeten|med (?:venlig|vennlig) hilsen|mvh|med vänliga hälsningar|s pozdravem|s úctou|saygılarımla|ystävällisin terveisin',
].join('|');
const closing = new RegExp(String.raw`^[-–—*_\s]{0,4}(?:${formulas})(?![\p{L}\d])[*_]{0,2}\s*(.*)$`, 'iu');

/** Short formulas that are words as well: they close a letter only when nothing but a name follows. */
const alsoAWord = /^(?:best|cheers|warmly|all the best|regards|groeten|saluti|with regards)(?![\p{L}])/iu;

/** Whether a line is the formula that ends a letter, alone or with the writer's name behind it. */
export function isClosing(line: string | undefined): boolean {
  const text = plain(line).replace(/^[-–—]{1,3} ?/, '');
  if (text === '' || text.length > 180) return false;
  const match = closing.exec(text);
  if (match === null) return false;
  // "Best regards / С уважением": the formula in two languages.
  const second = /^[/|]\s*(.+)$/.exec(match[1]!.trim())?.[1];
  return second === undefined ? isSigner(match[1]!.trim(), alsoAWord.test(text)) : isClosing(second);
}

/** What may follow the formula on its line: a name, a post, telephones; never a sentence. */
function isSigner(rest: string, strict: boolean): boolean {
  if (/^(?:[,.!;:…\s*_)-]|\p{Extended_Pictographic}|\ufe0f)*$/u.test(rest)) return true;
  const words = rest.replace(/^[,.!;:–—-]+\s*/, '');
  if (/[?]$/.test(words) || words.split(' ').length > (strict ? 4 : 16)) return false;
  const separated = /^[,.!–—-]/.test(rest);
  if (strict && !separated) return false;
  if (/^\p{Lu}/u.test(words)) return separated || words.split(' ').length <= 5 || /[\d@,]/.test(words);
  // "С уважением, менеджер Иван" signs; "С уважением относимся к вашему решению" speaks.
  return !strict && separated && (words.split(' ').length <= 3 || /\p{Lu}\p{Ll}/u.test(words)) && !/[.!]$/.test(words);
}
