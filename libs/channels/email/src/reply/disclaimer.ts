import { plain } from './lines.js';

/** First words of the notices that lawyers, scanners and printers' friends add below a mail. */
const starts = [
  '(?:данное|настоящее|это|этот|эта)? ?(?:электронное |почтовое )?(?:сообщение|письмо|e-?mail|email)(?: электронной почты)?(?:,? ?(?:и|а также|включая|вместе с) .{0,60})? .{0,60}(?:конфиденциальн|предназначен.{0,40}(?:исключительно|только|лиц|адресат)|адресован.{0,40}(?:исключительно|только|лиц)|коммерческ(?:ую|ой) тайн|(?:не )?является (?:публичной )?оферт)',
  'информация, (?:содержащаяся|изложенная|содержащиеся)|содержание (?:данного|настоящего|этого) (?:сообщения|письма|электронного)|если (?:вы получили|данное|настоящее|это) .{0,30}(?:ошибк|по ошибке|не являетесь|сообщение|письмо)|если вы не являетесь|уведомление о конфиденциальности|конфиденциальность:|внимание! (?:это|данное|настоящее) |настоящее (?:сообщение|письмо) не является (?:офертой|публичной)',
  '(?:это|данное|настоящее|дане|це) (?:електронне )?(?:повідомлення|лист)(?: .{0,80})? (?:конфіденційн|призначен)|інформація, що міститься|якщо ви отримали (?:це|цей|дане)',
  '(?:this|the) (?:e-?mail|email|message|communication|electronic message|transmission)(?:\\s?(?:message|communication|transmission))?(?:\\s?\\([^)]{0,60}\\))?(?:,? ?(?:and|including|together with|as well as|with) .{0,80})?,? (?:is|are|may|contains?|contain|was|has been|and)(?!\\p{L}).{0,80}(?:confidential|privileged|intended|scanned|checked|virus|proprietary|disclos)',
  'confidentiality (?:notice|note)|confidential:|disclaimer ?:|privacy notice|legal notice|notice of confidentiality|if you (?:are not the intended|(?:have )?received (?:this|it)|are not an intended)|the (?:information|contents?) (?:contained |transmitted )?(?:in|of) (?:this|the) (?:e-?mail|email|message|communication)|important notice:',
  '(?:please )?(?:consider|think (?:of|about)) (?:the|our) environment before|(?:please )?(?:don\'t|do not) print this|(?:пожалуйста, )?(?:подумайте|позаботьтесь|берегите|не печатайте|прежде чем (?:рас)?печатать).{0,40}(?:окружающ|природ|экологи|лес|письмо|среде)|save (?:a tree|paper)',
  'diese e-?mail (?:enthält|kann)|der inhalt dieser e-?mail|ce (?:message|courriel|mail)(?: .{0,60})? (?:est|sont|contient|peut) .{0,40}(?:confidentiel|destiné)|este (?:mensaje|correo)(?: .{0,60})? .{0,40}confidencial|le informazioni contenute in|questo messaggio .{0,40}(?:riservat|confidenzial)|(?:niniejsza|ta) wiadomość .{0,60}(?:poufn|przeznaczon)|esta mensagem .{0,60}confidencia',
  'проверено (?:на вирусы|антивирусом|avast)|сообщение проверено|это сообщение (?:проверено|было проверено)|email scanned by|scanned by',
].join('|');
const disclaimer = new RegExp(String.raw`^[*_\s"«(>]{0,4}(?:notice: {1,4}|[\w-]{1,12}: )?(?:${starts})`, 'iu');

/** Whether a paragraph starts with a confidentiality notice or the like; a wrapped first line needs the second. */
export function isDisclaimer(line: string | undefined, next?: string): boolean {
  const text = plain(line).slice(0, 240);
  if (text.length < 9) return false;
  return disclaimer.test(text) || (text.length < 110 && next !== undefined && disclaimer.test(`${text} ${plain(next)}`.slice(0, 240)));
}
