import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { ContactDraft, ParseTools } from '@tributary/channel';
import type { MailOrigin } from '../imap/origin.js';
import { type EmailSettings, settingsSchema } from '../settings.js';
import { toContacts } from './to-contacts.js';

const ARRIVED = new Date('2026-11-24T08:00:00Z');

async function contactOf(mail: string, settings: Record<string, unknown> = {}, origin: Partial<MailOrigin> = {}): Promise<ContactDraft> {
  const source = Buffer.from(mail.replaceAll('\n', '\r\n'));
  const place: MailOrigin = { folder: 'INBOX', uidValidity: '1', uid: 7, internalDate: ARRIVED, sizeBytes: source.length, sent: false, ...origin };
  const [draft] = await toContacts({ source, origin: place }, toolsFor(settings));
  if (!draft) throw new Error('no contact');
  return draft;
}

function toolsFor(settings: Record<string, unknown>): ParseTools<EmailSettings> {
  const whole = settingsSchema.parse({ host: 'imap.gmail.com', user: 'sales@acme.example', password: 'secret', ...settings });
  return {
    account: { id: 'a', name: 'Sales', line: 'main', defaultRegion: 'RU', settings: whole },
    store: async (source) => {
      const chunks: Buffer[] = [];
      for await (const chunk of source instanceof Uint8Array ? Readable.from([Buffer.from(source)]) : source) chunks.push(Buffer.from(chunk));
      const bytes = Buffer.concat(chunks);
      return { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
    },
  };
}

const LETTER = `From: Anna Petrova <Anna@Client.example>
To: sales@acme.example
Subject: Price
Message-ID: <1@client.example>
Content-Type: text/plain; charset=utf-8

How much is delivery to Tver?

С уважением,
Анна Петрова
+7 916 000-00-01, офис +7 495 000-00-02
`;

const list = (draft: ContactDraft) => draft.facts.identities.map(({ type, value }) => `${type}:${value}`);

describe('the contact of a mail', () => {
  it.each([
    ['buyer first', ['Покупатель', 'Телефон', 'E-mail', 'Сумма']],
    ['address before the phone', ['Покупатель', 'E-mail', 'Телефон', 'Сумма']],
    ['sum first', ['Сумма', 'Покупатель', 'Телефон', 'E-mail']],
  ])('is the buyer of an order that a robot sends as a table without colons, %s', async (_, labels) => {
    const values: Record<string, string> = { Покупатель: 'Анна Каренина', Телефон: '8 903 222-33-44', 'E-mail': 'karenina@third.example', Сумма: '3 500 руб.' };
    const rows = labels.map((label) => `<tr><td>${label}</td><td><b>${values[label]}</b></td></tr>`).join('');
    const draft = await contactOf(`From: robot@shop.example
To: sales@acme.example
Subject: =?utf-8?B?0J3QvtCy0YvQuSDQt9Cw0LrQsNC3IOKEljEwMjQ=?=
Auto-Submitted: auto-generated
Content-Type: text/html; charset=utf-8

<h1>Новый заказ №1024</h1><table>${rows}</table>`);
    expect(list(draft)).toEqual(['email:karenina@third.example', 'phone:+79032223344']);
    expect(draft.facts.sender.name).toBe('Анна Каренина');
    expect(draft.facts.text).toBe(['Новый заказ №1024', '', ...labels.map((label) => `${label}: ${values[label]}`)].join('\n'));
    expect(draft.facts.notLeadReason).toBeUndefined();
  });

  it('says all that a robot tells of an order, also below a rule', async () => {
    const order = 'Поступил заказ номер 55.\n\nПокупатель: Пётр Сидоров\nТелефон: +7 926 111-22-33\nE-mail: petr@client.example\n\nКресло офисное - 2 шт';
    const draft = await contactOf(`From: admin@site.example
To: sales@acme.example
Subject: site.example: =?utf-8?B?0J3QvtCy0YvQuSDQt9Cw0LrQsNC3IE41NQ==?=
Content-Type: text/plain; charset=utf-8

Информационное сообщение сайта site.example
------------------------------------------

${order}
`);
    expect(list(draft)).toEqual(['email:petr@client.example', 'phone:+79261112233']);
    expect(draft.facts.text).toContain(order);
  });

  it('takes no colon into a table that is there for its looks', async () => {
    const draft = await contactOf(`From: ivan@client.example
To: sales@acme.example
Content-Type: text/html; charset=utf-8

<table><tr><td>Добрый день</td><td>Иван</td></tr><tr><td>Жду цену</td><td>на кирпич</td></tr></table>`);
    expect(draft.facts.text).toBe('Добрый день Иван\nЖду цену на кирпич');
  });

  it('is the letter: its words, its sender, the phone that one person answers', async () => {
    const draft = await contactOf(LETTER);
    expect(draft.facts).toMatchObject({
      occurredAt: ARRIVED,
      sender: { name: 'Anna Petrova' },
      subject: 'Price',
      text: 'How much is delivery to Tver?',
      content: { kind: 'message' },
    });
    expect(list(draft)).toEqual(['email:anna@client.example', 'phone:+79160000001']);
    expect(draft.facts.notLeadReason).toBeUndefined();
    expect(draft.raw).toMatchObject({ mediaType: 'message/rfc822', origin: { folder: 'INBOX', uid: '7' } });
  });

  it('is the same wherever the mail is found', async () => {
    const [first, moved] = [await contactOf(LETTER), await contactOf(`Received: from mx\n${LETTER}`, {}, { folder: 'Archive', uidValidity: '9', uid: 1 })];
    expect(moved.externalId).toBe(first.externalId);
    expect(moved.conversationId).toBe(first.conversationId);
  });

  it('does not make one person of all who quote the same number in a letter', async () => {
    const draft = await contactOf(LETTER.replace(/С уважением[^]*/u, 'Звоните +7 916 000-00-03 или +7 916 000-00-04\n'));
    expect(list(draft)).toEqual(['email:anna@client.example']);
  });

  it.each([
    ['a domain that vouches', 'mx.google.com; dmarc=pass header.from=client.example', { verified: true }],
    ['nothing said', 'mx.google.com; spf=none', { verified: false }],
    ['a domain that denies it', 'mx.google.com; dmarc=fail header.from=client.example', { verified: false, disputed: true }],
    ['words of somebody else\'s server', 'mx.elsewhere.example; dmarc=pass header.from=client.example', { verified: false }],
  ])('tells how far the sender may be believed: %s', async (_, results, expected) => {
    const { facts } = await contactOf(`Authentication-Results: ${results}\n${LETTER}`);
    expect(facts.identities[0]).toMatchObject({ value: 'anna@client.example', ...expected });
    expect(facts.identities[0]?.disputed).toBe('disputed' in expected ? true : undefined);
  });

  it('is the client\'s of whom a form\'s robot tells', async () => {
    const draft = await contactOf(`From: Site <noreply@tilda.example>
To: sales@acme.example
Reply-To: Oleg <oleg@client.example>
Subject: Новая заявка с сайта
Auto-Submitted: auto-generated
Message-ID: <2@tilda.example>
Content-Type: text/plain; charset=utf-8

Имя: Олег
Телефон: 8 (916) 000-00-05
Товар: лодка
`);
    expect(list(draft).sort()).toEqual(['email:oleg@client.example', 'phone:+79160000005']);
    expect(draft.facts).toMatchObject({ sender: { name: 'Олег' }, text: expect.stringContaining('лодка'), content: { replyTo: 'oleg@client.example' } });
    expect(draft.facts.notLeadReason).toBeUndefined();
  });

  it.each([
    ['excluded', { excluded: ['client.example'] }],
    ['colleague', { colleagues: ['anna@client.example'] }],
  ])('states why it is no lead: %s', async (reason, settings) => {
    expect((await contactOf(LETTER, settings)).facts.notLeadReason).toBe(reason);
  });

  it('is history when the company sent it, with whom it went to', async () => {
    const draft = await contactOf(LETTER.replace('From: Anna Petrova <Anna@Client.example>\nTo: sales@acme.example', 'From: sales@acme.example\nTo: Anna@Client.example'), {}, { sent: true, folder: 'Sent' });
    expect(draft.facts.notLeadReason).toBe('own');
    expect(list(draft)).toEqual(['email:anna@client.example']);
  });

  it('tells an answer of a machine from a letter', async () => {
    const { facts } = await contactOf(`Auto-Submitted: auto-replied\n${LETTER.replace('Subject: Price', 'Subject: Out of office')}`);
    expect(facts).toMatchObject({ automatic: { kind: 'auto-reply' }, notLeadReason: 'auto-reply' });
  });

  it('has the words of a mail that was passed on as a file', async () => {
    const draft = await contactOf(`From: Anna <anna@client.example>
Subject: Fwd: order
Message-ID: <3@client.example>
Content-Type: message/rfc822

From: Pavel <pavel@other.example>
Subject: order
Content-Type: text/plain

Ten boats, please.
`);
    expect(draft.facts.text).toBe('Ten boats, please.');
    expect(draft.facts.attachments).toHaveLength(1);
  });

  it('names what was left on the server, and an invitation', async () => {
    const calendar = `From: Anna <anna@client.example>
Subject: Meeting
Message-ID: <4@client.example>
Content-Type: text/calendar; method=REQUEST; charset=utf-8

BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:Показ квартиры
DTSTART:20261201T070000Z
END:VEVENT
END:VCALENDAR
`;
    const draft = await contactOf(calendar, {}, { omitted: [{ name: 'film.mp4', mediaType: 'video/mp4', sizeBytes: 90_000_000 }] });
    expect(draft.facts.text).toContain('Показ квартиры · 2026-12-01 07:00:00Z');
    expect(draft.facts.text).toContain('film.mp4, 85.8 MB');
  });
});
