import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emlFacts } from '../testing/eml-facts.js';
import { tellsOfBusiness } from './business-words.js';
import { parseNotification, type Notification } from './parse-notification.js';
import { readFields } from './read-fields.js';

const folder = new URL('../../fixtures/notification/', import.meta.url);
const OPTIONS = { ownAddresses: ['sales@stroydom.example'] };

/** Null: a letter of a person, or of a robot without a client. */
interface Expected {
  readonly name?: string;
  readonly company?: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly replyTo?: string;
  readonly message?: string;
  readonly fieldCount?: number;
}
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Expected | null>;

describe('parseNotification', () => {
  it.each(Object.entries(expected))('%s', (name, client) => {
    const found = parseNotification(emlFacts(readFileSync(new URL(`${name}.eml`, folder), 'utf8')), OPTIONS);
    if (client === null) expect(found).toBeUndefined();
    else expect(found && told(found, client)).toEqual(client);
  });

  it('takes nobody of it for verified', () => {
    const found = parseNotification(emlFacts(readFileSync(new URL('tilda.eml', folder), 'utf8')), OPTIONS);
    expect([...(found?.phones ?? []), ...(found?.emails ?? [])].map(({ verified }) => verified)).toEqual([false, false]);
  });

  it('never throws, and keeps its limits', () => {
    const line = fc.oneof(fc.constantFrom('Имя: Иван', 'Телефон:', '+7 916 123-45-67', 'Email', 'Кому: x', 'Тема: y', '---', ''), fc.string({ unit: 'binary' }));
    const address = fc.record({ name: fc.string(), address: fc.constantFrom('noreply@x.example', 'ivan@client.example', '', '@'), raw: fc.string() });
    fc.assert(fc.property(fc.array(line, { maxLength: 150 }), fc.array(address), fc.array(address), fc.string(), (lines, from, replyTo, subject) => {
      const found = parseNotification({ from, replyTo, subject, text: lines.join('\n') }, OPTIONS);
      expect(found?.fields.length ?? 0).toBeLessThanOrEqual(100);
    }));
  });
});

/** As much of the found as the fixture speaks of. */
function told({ phones, emails, fields, ...found }: Notification, client: Expected): object {
  const { name, company, replyTo, message } = found;
  return {
    phones: phones.map(({ value }) => value),
    emails: emails.map(({ value }) => value),
    ...(name !== undefined && { name }),
    ...(company !== undefined && { company }),
    ...(replyTo !== undefined && { replyTo }),
    ...(client.message !== undefined && { message }),
    ...(client.fieldCount !== undefined && { fieldCount: fields.length }),
  };
}

describe('readFields', () => {
  it.each([
    ['Имя: Иван', [['Имя', 'Иван']]],
    ['Начало в 10:30', []],
    ['https://stroydom.example/x', []],
    ['Страница: https://stroydom.example/x', [['Страница', 'https://stroydom.example/x']]],
    ['Телефон — 8 916 123-45-67', [['Телефон', '8 916 123-45-67']]],
    ['Дом — моя крепость', []],
    ['Email\n\nivan@client.example', [['Email', 'ivan@client.example']]],
    ['Имя:\n\nТелефон: 1', [['Телефон', '1']]],
    ['> Имя: Иван', []],
    ['From: Иван\nSubject: Вопрос', [['From', 'Иван'], ['Subject', 'Вопрос']]],
    ['From: Иван\nDate: 16.11.2026\nSubject: Вопрос\nTo: sales@stroydom.example', []],
    ['Хорошо.\n\n16.11.2026, Иван <ivan@client.example> пишет:\nТелефон: 1', []],
  ])('%j', (text, fields) => {
    expect(readFields(text).fields.map(({ label, value }) => [label, value])).toEqual(fields);
  });
});

describe('tellsOfBusiness', () => {
  it.each([
    'Новая заявка с сайта', 'Заявка #12', 'Новый заказ № 1042', '[stroydom.example] Новый заказ (1042)', 'stroydom.example: Заказ обратного звонка', 'Заказ 1042', 'Поступил заказ', 'У вас новый отклик',
    'Обращение с сайта', 'Нове замовлення', 'New order #12', 'You have a new lead', 'New form submission: Contact us', 'Order #12', 'New message from "Stroydom"', 'Contact form submission',
  ])('%s', (subject) => {
    expect(tellsOfBusiness(subject)).toBe(true);
  });

  it.each(['Ваш заказ 12 отправлен', 'Заказ 12 доставлен', 'Your order #12 has shipped', 'Новый клиент — скидка 20%', 'Заказать дёшево', 'Order confirmation', 'Ordering made easy', 'Вопросы недели', 'Новости'])('not %s', (subject) => {
    expect(tellsOfBusiness(subject)).toBe(false);
  });
});
