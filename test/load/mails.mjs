import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';

/**
 * Mails as companies get them, all different, the same every time. `share`: of a hundred mails.
 * @type {Record<string, { share: number, make: (n: number) => Buffer }>}
 */
export const KINDS = {
  'small text': { share: 25, make: (n) => mail(n, [PLAIN, ...base64(sentences(n, 3))]) },
  'reply with quotes': { share: 20, make: (n) => mail(n, [PLAIN, ...quotedPrintable(reply(n))]) },
  'text and HTML, 26 KB': { share: 20, make: (n) => mail(n, alternative(n)) },
  'HTML only, 15 KB': { share: 20, make: (n) => mail(n, ['Content-Type: text/html; charset=utf-8', ...quotedPrintable(html(n, 25))]) },
  'windows-1251': { share: 10, make: (n) => mail(n, ['Content-Type: text/plain; charset=windows-1251', 'Content-Transfer-Encoding: 8bit', '', iconv.encode(sentences(n, 12), 'windows-1251')]) },
  'file of 200 KB': { share: 5, make: (n) => mail(n, withFile(n, 200_000)) },
};

const PLAIN = 'Content-Type: text/plain; charset=utf-8';
const WORDS = 'окно договор счёт доставка завтра менеджер нужно срочно адрес заказ стоимость размер склад вопрос ответ спасибо ждём цена образец каталог оплата монтаж замер'.split(' ');

/** @param {number} n @param {(string | Buffer)[]} lines  of the body, its own headers first */
function mail(n, lines) {
  const head = [
    `Received: from mx.client.example (mx.client.example [203.0.113.7]) by mx.acme.example with ESMTPS id ${hashOf(n).slice(0, 12)}; Tue, 24 Nov 2026 10:00:00 +0300`,
    `From: =?utf-8?B?${Buffer.from(`Анна Клиент ${n}`).toString('base64')}?= <client${n}@client.example>`,
    'To: "Acme, sales" <sales@acme.example>',
    `Subject: =?utf-8?B?${Buffer.from(`Заказ ${n}: окна и двери`).toString('base64')}?=`,
    `Message-ID: <${hashOf(n)}@client.example>`,
    `References: <${hashOf(n + 1)}@acme.example>`,
    'Date: Tue, 24 Nov 2026 10:00:00 +0300',
    'MIME-Version: 1.0',
  ];
  return Buffer.concat([...head, ...lines].flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]));
}

/** @param {number} n */
function alternative(n) {
  const part = (/** @type {string[]} */ lines) => ['--alt', ...lines];
  return ['Content-Type: multipart/alternative; boundary=alt', '', ...part([PLAIN, ...quotedPrintable(sentences(n, 12))]), ...part(['Content-Type: text/html; charset=utf-8', ...quotedPrintable(html(n, 35))]), '--alt--'];
}

/** @param {number} n @param {number} sizeBytes */
function withFile(n, sizeBytes) {
  const bytes = Buffer.alloc(sizeBytes, createHash('sha512').update(String(n)).digest());
  const file = ['Content-Type: application/pdf; name="order.pdf"', 'Content-Disposition: attachment; filename="order.pdf"', ...base64(bytes)];
  return ['Content-Type: multipart/mixed; boundary=mix', '', '--mix', PLAIN, ...base64(sentences(n, 5)), '--mix', ...file, '--mix--'];
}

/** @param {number} n */
function reply(n) {
  const quote = sentences(n + 7, 25).split('\n').map((line) => `> ${line}`).join('\n');
  return `${sentences(n, 3)}\n\n-- \nС уважением,\nАнна Клиент\n+7 916 ${String(1_000_000 + n).slice(0, 3)}-45-67\n\nвт, 24 нояб. 2026 г. в 09:12, Менеджер <sales@acme.example>:\n${quote}\n`;
}

/** A letter as programs of mail write it: tables, styles on every element. @param {number} n @param {number} rows */
function html(n, rows) {
  const row = (/** @type {number} */ at) => `<tr><td style="padding:4px 8px;border:1px solid #ddd;font-family:Arial,sans-serif;font-size:13px"><span style="color:#333">${sentence(n + at)}</span></td>`
    + `<td align="right" style="padding:4px 8px;border:1px solid #ddd;white-space:nowrap"><a href="https://shop.example/item/${n}/${at}?utm_source=mail" style="color:#1a73e8"><b>${at * 100} руб.</b></a></td></tr>`;
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><style>p { margin: 0 } .x { color: red }</style></head><body><p style="font-size:14px">${sentence(n)}</p><br>`
    + `<table width="600" cellpadding="0" cellspacing="0">${Array.from({ length: rows }, (_, at) => row(at)).join('\r\n')}</table><p>${sentence(n + 1)}<br><img src="https://shop.example/logo.png" width="100" alt="logo"></p></body></html>`;
}

/** @param {number} n @param {number} count */
function sentences(n, count) {
  return Array.from({ length: count }, (_, at) => sentence(n * 31 + at)).join('\n');
}

/** @param {number} n */
function sentence(n) {
  const words = Array.from({ length: 9 }, (_, at) => WORDS[(n * 7 + at * (n % 5 + 1) * 3) % WORDS.length]);
  return `${words.join(' ')} № ${n}.`;
}

/** @param {string | Buffer} content @returns {string[]} */
function base64(content) {
  return ['Content-Transfer-Encoding: base64', '', Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n')];
}

/** @param {string} text @returns {string[]} */
function quotedPrintable(text) {
  const encoded = text.split(/\r?\n/).map((line) => softBroken([...Buffer.from(line)].map((byte) => (byte > 126 || byte === 61 || byte < 32 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte)))));
  return ['Content-Transfer-Encoding: quoted-printable', '', encoded.join('\r\n')];
}

/** @param {string[]} pieces */
function softBroken(pieces) {
  let line = '';
  let all = '';
  for (const piece of pieces) {
    if (line.length + piece.length > 75) {
      all += `${line}=\r\n`;
      line = '';
    }
    line += piece;
  }
  return all + line;
}

/** @param {number} n */
function hashOf(n) {
  return createHash('sha256').update(String(n)).digest('hex').slice(0, 32);
}
