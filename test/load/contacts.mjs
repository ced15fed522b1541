import { phoneOf, spelled } from '../e2e/phones.mjs';

/** Bytes of one contact's JSON body. */
export const BODY_BYTES = 600;

/**
 * A form post of exactly {@link BODY_BYTES}.
 * @param {number} person  each number its own phone and mail
 * @param {string} post  no two posts alike: identical bytes would be one contact
 * @returns {string} JSON
 */
export function bodyOf(person, post) {
  const body = {
    name: `Иван Петров ${person}`,
    phone: spelled(phoneOf(person), person),
    email: `client${person}@mail.example`,
    utm_source: 'yandex',
    utm_campaign: `spring-${person % 50}`,
    message: `Здравствуйте! Сколько стоит доставка? Запрос ${post}. `,
  };
  const missing = BODY_BYTES - Buffer.byteLength(JSON.stringify(body));
  body.message += 'x'.repeat(Math.max(0, missing));
  return JSON.stringify(body);
}

/**
 * An update of Telegram of about the same size.
 * @param {number} person  each number its own user
 * @param {string} post  no two alike
 * @returns {string} JSON
 */
export function telegramOf(person, post) {
  const user = { id: 100_000_000 + person, is_bot: false, first_name: 'Иван', last_name: `Петров ${person}`, username: `ivan_${person}`, language_code: 'ru' };
  const id = 1 + (Number.parseInt(post.replace(/\D/g, ''), 10) % 1_000_000_000);
  const text = `Здравствуйте! Сколько стоит доставка? Запрос ${post}. ${'x'.repeat(180)}`;
  return JSON.stringify({ update_id: id, message: { message_id: id, from: user, chat: { ...user, type: 'private', is_bot: undefined, language_code: undefined }, date: Math.floor(Date.now() / 1000), text } });
}

/** @param {string} path @param {string} body @param {Record<string, string>} [headers] @returns {string} the whole HTTP request */
export function requestOf(path, body, headers = {}) {
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n${more}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
