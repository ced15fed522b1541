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

/** @param {string} path @param {string} body @returns {string} the whole HTTP request */
export function requestOf(path, body) {
  return `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
