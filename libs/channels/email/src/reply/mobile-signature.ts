import { plain } from './lines.js';

/** The line a phone or an app adds by itself: "Отправлено с iPhone", "Get Outlook for Android". */
const sent = [
  'sent (?:from|via|with|using|by)|отправлено (?:с|со|из|через|от|в|при помощи|с помощью)|послано (?:с|из)|написано (?:с|из)|отправлен[оа] (?:с|из)',
  'надіслано (?:з|із|зі|через|за допомогою)|відправлено (?:з|із|зі|через)|надіслане (?:з|із)|gesendet (?:von|mit|über)|envoyé (?:de|par|depuis|à partir de|avec)|enviado (?:desde|do|de|a partir do|con)',
  'inviato (?:da|dal|con)|wysłan[oe] (?:z|ze|za)|verzonden (?:vanaf|met|via)|verstuurd (?:vanaf|met)|sendt (?:fra|med)|skickat från|lähetetty|odesláno (?:z|ze)',
].join('|');
const gets = 'get|download|получить|скачайте|скачать|загрузить|отримати|завантажити|holen sie sich|laden sie|télécharger|obtenir|obtener|obtenga|scarica|ottieni|pobierz|download';
const devices = [
  'iphone|ipad|ios|android|андроид|айфон|outlook|samsung|galaxy|huawei|honor|xiaomi|redmi|poco|realme|oneplus|pixel|nokia|sony|xperia|blackberry|windows|mac|macbook|htc|lg|motorola|wiko|realme',
  'sms|mms|смс|messaging|messagerie|phone|smartphone|tablet|device|mobile|handy|mobil|app|телефон\\p{L}*|смартфон\\p{L}*|планшет\\p{L}*|устройств\\p{L}*|приложени\\p{L}*|мобильн\\p{L}*|мобільн\\p{L}*|пристро\\p{L}*|додатк\\p{L}*|смартфону',
  'mail\\p{L}*|mail\\.ru|email|gmail|yahoo|protonmail|proton|thunderbird|почт\\p{L}*|пошт\\p{L}*|яндекс\\p{L}*|yandex|mymail|sparrow|spark|typeapp|airmail|superhuman|zoho|webmail|aol|bluemail|aquamail|edison|k-9|e\\.mail\\.ru|я\\.почт\\p{L}*|рамблер\\p{L}*|rambler',
].join('|');

const isSent = new RegExp(`^(?:${sent})(?!\\p{L})`, 'iu');
const namesDevice = new RegExp(`(?<!\\p{L})(?:${devices})(?!\\p{L})`, 'iu');
const ownDevice = /^(?:sent from (?:my|a)|отправлено с мо(?:его|ей)|надіслано з мого|відправлено з мого|verstuurd vanaf mijn|envoyé de mon|enviado desde mi|gesendet von mein(?:em)?|von meinem)(?!\p{L})/iu;
const isGet = new RegExp(String.raw`^(?:${gets}) .{0,12}(?:outlook|yahoo|bluemail|почт|mail|spark|aquamail|edison|typeapp)`, 'iu');
const otherForms = /^(?:von (?:meinem|mein) .{1,40} gesendet|.{1,20}(?:dan|den) gönderildi|(?:this (?:e-?mail|message) (?:was|is) )?sent from (?:a|my) (?:mobile|phone|smartphone).{0,60}|virus[- ]free\.?.{0,60}|без вирусов\.?.{0,60}|не содержит вирусов\.?.{0,60}|из outlook.{0,30})$/iu;
const links = /<[^<>]{0,300}>|\[[^[\]]{0,300}\]|\([^()]{0,300}\)|https?:\/\/\S+/g;

/**
 * Whether a line was added by a device or an app.
 * @param alone  nothing but it stands in its paragraph at the end of the text
 */
export function isMobileSignature(line: string | undefined, alone: boolean): boolean {
  const text = plain(line).replace(links, ' ').replace(/^[-–—*_\s]+|[-–—*_.\s]+$/g, '').replace(/ {2,}/g, ' ');
  if (text.length < 8 || text.length > 110) return false;
  if (otherForms.test(text) || isGet.test(text)) return true;
  if (!isSent.test(text) || isSentence(text)) return false;
  return namesDevice.test(text) || (alone && ownDevice.test(text));
}

function isSentence(text: string): boolean {
  return /[,;!?:]/.test(text.replace(/mail\.ru|\d[.,]\d/gi, '')) || text.split(' ').length > 12;
}
