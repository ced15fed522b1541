import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emlFacts } from '../testing/eml-facts.js';
import { classifyAutomatic } from './classify-automatic.js';
import type { MailFacts } from './mail-facts.js';

const folder = new URL('../../fixtures/automatic/', import.meta.url);
const OWN = { ownAddresses: ['sales@stroydom.example'], isOwnId: (id: string) => id === 't1.abc@hub.stroydom.example' };

/** Null: a letter, or what a robot sends for a client. */
type Expected = { readonly kind: string; readonly hard?: boolean } | null;
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Expected>;

/** Many mails in few words; kind null as above. */
interface ShortMail {
  readonly kind: string | null;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}
const shortMails = JSON.parse(readFileSync(new URL('short.json', folder), 'utf8')) as ShortMail[];

function classify(name: string) {
  return classifyAutomatic(emlFacts(readFileSync(new URL(`${name}.eml`, folder), 'utf8')), OWN);
}

describe('classifyAutomatic', () => {
  it.each(Object.entries(expected))('%s', (name, kind) => {
    const { automatic, notLeadReason } = classify(name);
    expect({ kind: automatic?.kind, hard: automatic?.hard, notLeadReason }).toEqual({ kind: kind?.kind, hard: kind?.hard, notLeadReason: kind?.kind });
  });

  it.each(shortMails.map((mail) => [mail.subject, mail] as const))('in short: %s', (subject, { kind, from, text, headers = {} }) => {
    const head = Object.entries({ ...headers, from, subject }).map(([name, value]) => `${name}: ${value}\n`);
    expect(classifyAutomatic(emlFacts(`${head.join('')}\n${text}`), OWN).automatic?.kind ?? null).toBe(kind);
  });

  it.each([
    ['bounce-postfix', 'dsn-failed: 5.1.1 550'],
    ['bounce-postfix-delayed', 'dsn-delayed: 4.4.1'],
    ['bounce-exim', 'failed-recipients'],
    ['auto-reply-exchange', 'vendor-header: x-ms-exchange-generated-message-source'],
    ['auto-reply-exchange-bare', 'auto-submitted: auto-generated'],
    ['auto-reply-challenge', 'challenge'],
    ['list-discussion', 'list-header: list-id'],
    ['own-loop', 'loop: 60 hops'],
  ])('tells why %s is automatic', (name, reason) => {
    expect(classify(name).automatic?.reason).toBe(reason);
  });

  it.each([
    'Automatic reply: Offer', 'Re: Automatic reply: Offer', 'Autoreply', 'OOO: back on Monday', '[EXTERNAL] Out of Office: Offer', 'Out of the office', 'Auto: Anna is out of the office (back 30.11.)',
    'Автоматический ответ: КП', 'Авто-ответ: КП', 'Автоответчик: КП', 'Отсутствую на рабочем месте', 'Вне офиса: КП',
    'Автовідповідь: КП', 'Отсутствует на работе Re: КП', 'Отсутствует в офисе', 'Поза офісом: КП', 'Risposta automatica: Offerta', 'Respuesta automática: Oferta', 'Autosvar: Tilbud', 'Automatisch antwoord: Offerte', 'Odpowiedź automatyczna: Oferta', '自动回复: 报价',
  ])('knows the absence note "%s" by its subject', (subject) => {
    expect(classifyAutomatic(letter({ subject }), OWN).automatic?.kind).toBe('auto-reply');
  });

  it.each(['Automatic reply machine wanted', 'Автоответ на входящие письма: сколько стоит настройка?', 'Fwd: Automatic reply: Offer', 'Автоматический ответчик', 'Autosvar-system köpes', 'Auto: Reifen gesucht'])(
    'takes "%s" for a letter',
    (subject) => {
      expect(classifyAutomatic(letter({ subject }), OWN)).toEqual({});
    },
  );

  it('never throws, whatever the headers hold', () => {
    const name = fc.oneof(fc.constantFrom('auto-submitted', 'content-type', 'list-id', 'precedence', 'message-id', 'return-path', 'x-mailer'), fc.string());
    const address = fc.record({ name: fc.string(), address: fc.string(), raw: fc.string() });
    const anyMail = fc.record({
      headers: fc.array(fc.record({ name, value: fc.string({ unit: 'binary' }), raw: fc.string() })),
      from: fc.array(address),
      replyTo: fc.array(address),
      subject: fc.string({ unit: 'binary' }),
      text: fc.string({ unit: 'binary' }),
      reports: fc.array(fc.record({
        kind: fc.constantFrom('delivery-status', 'disposition-notification', 'feedback-report'),
        groups: fc.array(fc.array(fc.record({ name: fc.constantFrom('action', 'status', 'diagnostic-code'), value: fc.string() }))),
      })),
    });
    fc.assert(fc.property(anyMail, (mail) => {
      const { automatic, notLeadReason } = classifyAutomatic(mail as MailFacts, OWN);
      expect(notLeadReason).toBe(automatic?.kind);
      expect(automatic?.reason.length ?? 0).toBeLessThanOrEqual(200);
    }));
  });
});

function letter(facts: Partial<MailFacts>): MailFacts {
  const sender = { name: 'Анна', address: 'anna@client.example', raw: 'anna@client.example' };
  return { headers: [], from: [sender], replyTo: [], subject: '', text: 'Спасибо.', reports: [], ...facts };
}
