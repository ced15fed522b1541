import { plain } from './lines.js';

const original = [
  'original message|original appointment|reply message|исходное сообщение|исходное письмо|оригинал сообщения|оригинальное сообщение|первоначальное сообщение',
  'вихідне повідомлення|оригінальне повідомлення|початкове повідомлення|первинне повідомлення|ursprüngliche nachricht|originalnachricht|message d[\'’]origine|message original',
  'mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|wiadomość oryginalna|oryginalna wiadomość|original besked|oprindelig besked|opprinnelig melding|ursprungligt meddelande|původní zpráva',
].join('|');
const forwarded = [
  'forwarded message|forwarded by [^-]{1,80}|пересылаемое сообщение|пересланное сообщение|переадресованное сообщение|пересланное письмо|перенаправленное сообщение',
  'переслане повідомлення|пересланий лист|переадресоване повідомлення|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|wiadomość przekazana|przekazana wiadomość|vidarebefordrat meddelande',
].join('|');
const begins = [
  'begin forwarded message|начало переадресованного сообщения|начало пересылаемого сообщения|початок переадресованого повідомлення|початок переадресованого листа|початок пересланого повідомлення',
  'anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|início da mensagem (?:encaminhada|reencaminhada)|inizio messaggio inoltrato|begin doorgestuurd bericht|początek przekazywanej wiadomości',
].join('|');
const ends = 'end of forwarded message|end forwarded message|(?:конец|завершение|окончание) (?:пересылаемого|пересланного|переадресованного) сообщения|кінець пересланого повідомлення';
const above = 'please (?:type|write) your reply above this line|reply above this line|write above this line|(?:ответьте|напишите ответ|пишите ответ) выше этой (?:строки|линии)|ответ пишите выше этой строки';

const isOriginal = new RegExp(String.raw`^[-–—_=*]{1,40} ?(?:${original}) ?[-–—_=*]{1,40}:?$`, 'iu');
const isForwarded = new RegExp(String.raw`^[-–—_=*]{2,40} ?(?:${forwarded}) ?[-–—_=*]{1,40}:?$`, 'iu');
const isBegin = new RegExp(String.raw`^(?:[-–—_=*]{2,40} ?)?(?:${begins}) ?[:：]?(?: ?[-–—_=*]{2,40})?$`, 'iu');
const isEnd = new RegExp(String.raw`^[-–—_=*]{2,40} ?(?:${ends}) ?[-–—_=*]{2,40}$`, 'iu');
const isAbove = new RegExp(String.raw`^[-–—_=*#\s]{1,40}(?:${above})[-–—_=*#\s.]{0,40}$`, 'iu');

/** What a separator line starts: an answered mail, a forwarded one, or the end of a forwarded one. */
export function separatorOf(line: string | undefined): 'original' | 'forwarded' | 'end' | undefined {
  const text = plain(line);
  if (text.length < 10 || text.length > 150) return undefined;
  if (isOriginal.test(text) || isAbove.test(text)) return 'original';
  if (isForwarded.test(text) || isBegin.test(text)) return 'forwarded';
  return isEnd.test(text) ? 'end' : undefined;
}

/** A line drawn across: "____", "-----", "* * *", "—". */
export function isRule(line: string | undefined): boolean {
  const text = plain(line);
  return text.length > 0 && text.length <= 200 && /^(?:[-–—_=*~+•.·]\s?)+$/.test(text) && /[-–—_=*~+]/.test(text);
}
