import iconv from 'iconv-lite';
import { between, pick, seeded } from '../../e2e/random.mjs';

/** Mail of this domain makes no leads: the stand excludes it. */
export const EXCLUDED_DOMAIN = 'excluded.example';

/**
 * @typedef {object} Letter  one mail, and what the product must make of it
 * @property {string} messageId  without angle brackets
 * @property {string} from  address of the writer
 * @property {string} text  as the lead must show it
 * @property {'lead' | 'auto-reply' | 'excluded'} expect  a lead, or the stated reason
 * @property {Buffer} source
 */

/** How a letter's text may be written down: the product must read the same from all of them. */
const FORMS = [plainUtf8, windows1251, quotedPrintable, htmlOnly, withAttachment];

/**
 * What a campaign delivers, the same again for the same seed: 30 % from people who wrote before, 3 % automatic answers,
 * 2 % from an excluded domain.
 * @param {{ seed: number, mails: number, run?: string }} options  `run` tells plans of one campaign apart
 * @returns {Letter[]}
 */
export function planLetters({ seed, mails, run = 'a' }) {
  const random = seeded(seed);
  const people = Math.max(1, Math.ceil(mails * 0.7));
  return Array.from({ length: mails }, (_, n) => {
    const person = n < people ? n : between(random, 0, people - 1);
    const expect = random() < 0.02 ? 'excluded' : random() < 0.03 ? 'auto-reply' : 'lead';
    const from = expect === 'excluded' ? `robot${n}@${EXCLUDED_DOMAIN}` : `client${person}@firm${run}.example`;
    const messageId = `${run}-${seed}-${n}@${from.split('@')[1]}`;
    const text = `Здравствуйте! Сколько стоит доставка до склада ${pick(random, ['в Твери', 'в Уфе', 'в Омске'])}?\nЭто вопрос номер ${run}${n}.`;
    const form = pick(random, FORMS);
    return { messageId, from, text, expect, source: Buffer.concat([header({ messageId, from, expect, n }), form(text)]) };
  });
}

/** @param {{ messageId: string, from: string, expect: Letter['expect'], n: number }} letter */
function header({ messageId, from, expect, n }) {
  return Buffer.from(
    [
      `From: =?utf-8?B?${Buffer.from('Анна Клиентова').toString('base64')}?= <${from}>`,
      'To: sales@shop.example',
      `Subject: =?utf-8?B?${Buffer.from(`Вопрос ${n}`).toString('base64')}?=`,
      `Message-ID: <${messageId}>`,
      'Date: Mon, 02 Nov 2026 10:00:00 +0300',
      ...(expect === 'auto-reply' ? ['Auto-Submitted: auto-replied'] : []),
      'MIME-Version: 1.0',
      '',
    ].join('\r\n'),
  );
}

/** @param {string} text */
function plainUtf8(text) {
  return Buffer.from(`Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${crlf(text)}\r\n`);
}

/** @param {string} text */
function windows1251(text) {
  const body = iconv.encode(crlf(text), 'windows-1251').toString('base64').replace(/.{76}/g, '$&\r\n');
  return Buffer.from(`Content-Type: text/plain; charset=windows-1251\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`);
}

/** @param {string} text */
function quotedPrintable(text) {
  const encoded = text.split('\n').map((line) => [...Buffer.from(line)].map(escapedByte).join('').replace(/(?:=..|[^=]){1,20}/g, '$&=\r\n').replace(/=\r\n$/, ''));
  return Buffer.from(`Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${encoded.join('\r\n')}\r\n`);
}

/** @param {number} byte */
function escapedByte(byte) {
  return byte >= 0x20 && byte < 0x7f && byte !== 0x3d ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** @param {string} text */
function htmlOnly(text) {
  return Buffer.from(`Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body>${text.replace(/\n/g, '<br>')}</body></html>\r\n`);
}

/** @param {string} text */
function withAttachment(text) {
  const part = (/** @type {string} */ head, /** @type {string} */ body) => `--limit\r\n${head}\r\n\r\n${body}\r\n`;
  return Buffer.from(
    'Content-Type: multipart/mixed; boundary=limit\r\n\r\n' +
      part('Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit', crlf(text)) +
      part('Content-Type: application/pdf; name=plan.pdf\r\nContent-Disposition: attachment; filename=plan.pdf\r\nContent-Transfer-Encoding: base64', Buffer.from(`%PDF of ${text}`).toString('base64').replace(/.{76}/g, '$&\r\n')) +
      '--limit--\r\n',
  );
}

/** @param {string} text */
function crlf(text) {
  return text.replace(/\n/g, '\r\n');
}
