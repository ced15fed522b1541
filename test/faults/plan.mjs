import { phoneOf, spelled } from '../e2e/phones.mjs';
import { between, seeded } from '../e2e/random.mjs';

/**
 * @typedef {object} Post  one request that the witness sends until it is answered with success
 * @property {string} key  Idempotency-Key, each post its own
 * @property {string} path
 * @property {Record<string, unknown>} body
 * @property {string} phone  E.164, what the product must have understood
 * @property {'lead' | 'spam'} expect  a lead, or the stated reason "spam"
 * @property {string} [conversation]  posts of one conversation follow each other
 * @property {number} [sequence]
 *
 * @typedef {object} PlanOptions
 * @property {number} seed
 * @property {number} posts
 * @property {string} form  account id
 * @property {string} [api]  account id of the API channel; without it there are no conversations
 * @property {number} [firstPhone]
 * @property {number} [paddingBytes]  makes each message so much longer
 */

const CONVERSATION_POSTS = 5;

/**
 * What a campaign posts, the same again for the same seed: 30 % from people who wrote before, every spelling of a phone,
 * 2 % into the honeypot, 10 % in conversations of five.
 * @param {PlanOptions} options
 * @returns {Post[][]} jobs; the posts of a job follow each other, jobs do not wait for each other
 */
export function planPosts({ seed, posts, form, api, firstPhone = 0, paddingBytes = 0 }) {
  const random = seeded(seed);
  const padding = 'я'.repeat(Math.ceil(paddingBytes / 2));
  const people = Math.max(1, Math.ceil(posts * 0.7));
  /** @type {Post[][]} */
  const jobs = [];
  for (let n = 0; n < posts; ) {
    const person = n < people ? n : between(random, 0, people - 1);
    const phone = phoneOf(firstPhone + person);
    if (api && random() < 0.1 / CONVERSATION_POSTS) {
      const length = Math.min(CONVERSATION_POSTS, posts - n);
      jobs.push(Array.from({ length }, (_, at) => conversationPost({ seed, n: n + at, api, phone, conversation: `c-${seed}-${n}`, sequence: at + 1 })));
      n += length;
    } else {
      jobs.push([formPost({ seed, n, form, phone, spam: random() < 0.02, padding })]);
      n += 1;
    }
  }
  return jobs;
}

/** @param {{ seed: number, n: number, form: string, phone: string, spam: boolean, padding: string }} post @returns {Post} */
function formPost({ seed, n, form, phone, spam, padding }) {
  return {
    key: `w-${seed}-${n}`,
    path: `/f/${form}`,
    body: {
      name: `Клиент ${n}`,
      phone: spelled(phone, n),
      message: `Сколько стоит доставка заказа № ${n}? ${padding}`,
      ...(spam ? { [HONEYPOT]: 'https://spam.example' } : {}),
    },
    phone,
    expect: spam ? 'spam' : 'lead',
  };
}

/** Name of a form's field that people never see, unless its settings say another. */
export const HONEYPOT = 'website';

/** @param {{ seed: number, n: number, api: string, phone: string, conversation: string, sequence: number }} post @returns {Post} */
function conversationPost({ seed, n, api, phone, conversation, sequence }) {
  return {
    key: `w-${seed}-${n}`,
    path: `/api/v1/contacts?accountId=${api}`,
    body: {
      externalId: `w-${seed}-${n}`,
      conversationId: conversation,
      sequence: String(sequence),
      name: `Клиент ${n}`,
      phone: spelled(phone, n),
      text: `Сообщение ${sequence}`,
    },
    phone,
    expect: 'lead',
    conversation,
    sequence,
  };
}
