import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectorError, OutcomeUnknownError, type OutgoingReply, ReplyRefusedError } from '@tributary/channel';
import { readMail } from '../mime/read-mail.js';
import { createReplies } from './replies.js';
import { CuttingLine, MailServer } from './testing/mail-server.js';
import { answerTo, arrived, mailbox, REPLY_ID, sessionOf } from './testing/replies.js';

const LETTER = `From: =?utf-8?B?0JjQstCw0L0=?= <Ivan@Client.example>
To: sales@acme.example
Subject: =?utf-8?B?0J7RgtCy0LXRgjogUkU6INCm0LXQvdCw?=
Message-ID: <second@client.example>
References: <first@client.example> <ours@elsewhere.example>
Content-Type: text/plain; charset=utf-8

Сколько стоит <b>доставка</b>?
`;

const replies = createReplies({ timing: { connectMs: 5_000, greetingMs: 5_000 } });
const store = () => Promise.resolve({ sha256: '0'.repeat(64), sizeBytes: 1 });
const read = (source: string) => readMail(Buffer.from(source), { store });

describe('answers by mail', () => {
  let server: MailServer;
  beforeEach(async () => {
    server = await MailServer.start();
  });
  afterEach(() => server.stop());

  const account = (settings: Record<string, unknown> = {}) => mailbox({ smtpPort: server.port, ...settings });
  const send = (reply: OutgoingReply, settings: Record<string, unknown> = {}, files = {}) => replies.send(reply, 0, sessionOf(account(settings), files));
  const failureOf = (sending: Promise<unknown>): Promise<unknown> => sending.then(() => 'sent', (error: unknown) => error);

  it('go to the sender, below his letter, with what he wrote', async () => {
    const letter = await arrived(LETTER);
    const { providerId } = await send(answerTo(letter));
    const [{ from, to, source, user }] = server.taken as [MailServer['taken'][0]];
    expect({ from, to, user }).toEqual({ from: 'sales@acme.example', to: ['Ivan@client.example'], user: 'u' });
    const mail = await read(source);
    expect(mail).toMatchObject({ messageId: providerId, inReplyTo: 'second@client.example', subject: 'Re: Цена', date: new Date('2026-11-24T09:00:00Z') });
    expect(mail.references.at(-1)).toBe('second@client.example');
    expect(mail.from).toEqual([expect.objectContaining({ name: 'Анна Менеджер', address: 'sales@acme.example' })]);
    expect(mail.text).toBe('Доставка — 900 ₽.\n\n24 ноября 2026 г. в 08:00 UTC, Иван <Ivan@client.example> пишет:\n> Сколько стоит <b>доставка</b>?');
    expect(mail.html).toContain('Сколько стоит &lt;b&gt;доставка&lt;/b&gt;?');
    expect(mail.html).toContain('Доставка — 900 ₽.');
    expect(source).not.toMatch(/^(?:auto-submitted|precedence|x-mailer|bcc|cc):/im);
  });

  it('lead the customer’s next letter into the same conversation, whatever his mail program and our server made of the ids', async () => {
    const letter = await arrived(LETTER);
    await send(answerTo(letter));
    const sent = await read(server.taken[0]?.source ?? '');
    const next = (headers: string) => arrived(`From: ivan@client.example\nTo: sales@acme.example\nSubject: Re: x\nMessage-ID: <third@client.example>\n${headers}\n\nДа\n`);
    const references = [...sent.references, sent.messageId].map((id) => `<${id}>`).join(' ');
    expect((await next(`References: ${references}\nIn-Reply-To: <${sent.messageId}>`)).conversationId).toBe(letter.conversationId);
    expect((await next(`In-Reply-To: <${sent.messageId}>`)).conversationId).toBe(letter.conversationId);
    const rewritten = sent.references.map((id) => `<${id}>`).join(' ');
    expect((await next(`References: ${rewritten} <made@mail-service.example>\nIn-Reply-To: <made@mail-service.example>`)).conversationId).toBe(letter.conversationId);
    const stranger = await arrived(`From: eve@evil.example\nTo: sales@acme.example\nMessage-ID: <e@evil.example>\nReferences: ${references}\nIn-Reply-To: <${sent.messageId}>\n\nx\n`);
    expect(stranger.conversationId).not.toBe(letter.conversationId);
  });

  it('are ours when a copy of them comes back', async () => {
    await send(answerTo(await arrived(LETTER)), { fromAddress: 'office@acme.example' });
    const copy = await arrived(server.taken[0]?.source ?? '');
    expect(copy.facts).toMatchObject({ notLeadReason: 'own', automatic: { kind: 'own', reason: 'own-message-id' } });
    expect(replies.reach?.(copy.facts, account())).toBe(false);
  });

  it('are known among what was sent by the id that sending gave', async () => {
    const letter = await arrived(LETTER);
    const { providerId } = await send(answerTo(letter));
    const copy = await arrived(server.taken[0]?.source ?? '', account(), true);
    expect(copy).toMatchObject({ conversationId: letter.conversationId, facts: { notLeadReason: 'own', automatic: { kind: 'own', messageId: providerId } } });
    expect(replies.reach?.(copy.facts, account())).toBeUndefined();
  });

  it('carry files, and the name that customers know', async () => {
    const attachments = [{ name: 'Счёт\r\nBcc: x@evil.example.pdf', mediaType: 'application/pdf\r\nX-Evil: 1', sizeBytes: 4, sha256: 'aa' }];
    await send(answerTo(await arrived(LETTER), { attachments }), { fromName: 'Отдел продаж' }, { aa: '%PDF' });
    const source = server.taken[0]?.source ?? '';
    const mail = await read(source);
    expect(mail.attachments).toEqual([expect.objectContaining({ name: 'Счёт Bcc_ x@evil.example.pdf', mediaType: 'application/octet-stream' })]);
    expect(mail.from[0]?.name).toBe('Отдел продаж');
    expect(source).not.toMatch(/^(?:bcc|x-evil):/im);
  });

  it('let nobody slip a header or an address in', async () => {
    const evil = 'x\r\nBcc: eve@evil.example\r\n\r\nbody';
    const letter = await arrived(LETTER);
    const [identity] = letter.facts.identities;
    const facts = { subject: evil, sender: { name: evil }, content: { kind: 'message' as const, replyTo: 'ivan@client.example>,<eve@evil.example' }, identities: [identity!] };
    await send(answerTo({ ...letter, externalId: `a@b\r\nBcc: eve@evil.example#${'0'.repeat(32)}` }, { authorName: evil, text: '.\r\n.\r\nRSET\r\n' }, facts));
    const [{ to, source }] = server.taken as [MailServer['taken'][0]];
    expect(to).toEqual(['Ivan@client.example']);
    const mail = await read(source);
    expect(mail.headers.map(({ name }) => name)).not.toContain('bcc');
    expect(mail.text).toContain('RSET');
    expect(server.taken).toHaveLength(1);
  });

  it('go to international addresses, and say when a server can’t', async () => {
    const letter = await arrived(LETTER.replace('Ivan@Client.example', 'иван@почта.рф'));
    await send(answerTo(letter));
    expect(server.taken[0]?.to).toEqual(['иван@почта.рф']);
    server.refuses = { 'RCPT TO': { code: 553, text: 'mailbox name not allowed' } };
    expect(await failureOf(send(answerTo(letter)))).toMatchObject({ name: 'ReplyRefusedError', code: 'address-not-supported' });
  });

  describe('that nobody wrote by hand', () => {
    const automatic = { automatic: 'greeting', authorName: '', text: 'Мы получили письмо.' };

    it('say so, and quote nothing', async () => {
      await send(answerTo(await arrived(LETTER), automatic));
      const { headers, text } = await read(server.taken[0]?.source ?? '');
      expect(Object.fromEntries(headers.map(({ name, value }) => [name, value]))).toMatchObject({ 'auto-submitted': 'auto-replied', 'x-auto-response-suppress': 'All', precedence: 'auto_reply' });
      expect(text).toBe('Мы получили письмо.');
    });

    it.each([
      ['an absence note', LETTER.replace('Subject:', 'Auto-Submitted: auto-replied\nSubject:')],
      ['a list', LETTER.replace('Subject:', 'List-Id: <news.client.example>\nSubject:')],
      ['a notice of a mail server', LETTER.replace('Ivan@Client.example', 'MAILER-DAEMON@client.example')],
      ['a robot', LETTER.replace('Ivan@Client.example', 'no-reply@client.example')],
      ['ourselves', LETTER.replace('Ivan@Client.example', 'sales@acme.example')],
      ['ourselves by another name', LETTER.replace('To:', 'Reply-To: Info@Acme.example\nTo:')],
    ])('never go to %s', async (_, letter) => {
      const answer = answerTo(await arrived(letter), automatic);
      expect(await failureOf(send(answer, { aliases: ['info@acme.example'] }))).toMatchObject({ name: 'ReplyRefusedError', code: 'would-loop' });
      expect(server.signIns).toEqual([]);
    });

    it('never go to a sender whose domain denies the mail', async () => {
      const letter = await arrived(LETTER);
      const identities = letter.facts.identities.map((identity) => ({ ...identity, disputed: true }));
      expect(await failureOf(send(answerTo(letter, automatic, { identities })))).toMatchObject({ code: 'would-loop' });
      expect(await failureOf(send(answerTo(letter, {}, { identities })))).toBe('sent');
    });
  });

  describe('that were not sent', () => {
    const answered = async () => answerTo(await arrived(LETTER));

    it.each([
      ['MAIL FROM', { code: 553, text: '5.7.1 Sender address rejected: not owned by user' }, { code: 'sender-refused', closed: undefined }],
      ['RCPT TO', { code: 550, text: '5.1.1 User unknown' }, { code: 'address-unknown', closed: 'address-unknown' }],
      ['RCPT TO', { code: 554, text: '5.7.1 Relay access denied' }, { code: 'recipient-refused', closed: undefined }],
      ['DATA', { code: 554, text: '5.7.1 Message rejected as spam' }, { code: 'message-refused', closed: undefined }],
      ['DATA', { code: 552, text: '5.3.4 Message size exceeds fixed limit' }, { code: 'too-large', closed: undefined }],
    ] as const)('are refused for good at %s %j', async (step, refusal, expected) => {
      server.refuses = { [step]: refusal };
      const failure = await failureOf(send(await answered()));
      expect(failure).toBeInstanceOf(ReplyRefusedError);
      expect(failure).toMatchObject({ ...expected, detail: { ru: expect.stringContaining(refusal.text), en: expect.stringContaining(refusal.text) } });
    });

    it.each([
      ['RCPT TO', { code: 451, text: '4.7.1 Greylisted, try again later' }, { failureClass: 'quota', retryAfterMs: 300_000 }],
      ['MAIL FROM', { code: 452, text: '4.3.1 Insufficient system storage' }, { failureClass: 'provider', code: 'temporarily-unavailable' }],
      ['DATA', { code: 421, text: '4.3.2 Shutting down' }, { failureClass: 'provider' }],
      ['DATA', { code: 550, text: '5.4.5 Daily user sending limit exceeded' }, { failureClass: 'quota', retryAfterMs: 3_600_000 }],
      ['MAIL FROM', { code: 530, text: '5.7.0 Authentication required' }, { failureClass: 'credentials', field: 'smtpPassword' }],
    ] as const)('are tried again after %s %j', async (step, refusal, expected) => {
      server.refuses = { [step]: refusal };
      const failure = await failureOf(send(await answered()));
      expect(failure).toBeInstanceOf(ConnectorError);
      expect(failure).toMatchObject(expected);
    });

    it.each([
      ['a wrong password', { password: 'wrong' }, { failureClass: 'credentials', code: 'wrong-password', field: 'smtpPassword' }],
      ['a wrong password of its own', { smtpPassword: 'wrong', smtpUser: 'u' }, { failureClass: 'credentials', code: 'wrong-password', field: 'smtpPassword' }],
      ['nobody there', { smtpPort: 1 }, { failureClass: 'network', code: 'connection-refused', field: 'smtpPort' }],
      ['a host that is not there', { smtpHost: 'nobody.invalid' }, { failureClass: 'network', code: 'host-not-found', field: 'smtpHost' }],
      ['a metadata service', { smtpHost: '169.254.169.254' }, { failureClass: 'credentials', code: 'host-not-allowed', field: 'smtpHost' }],
      ['no TLS', { smtpSecure: true }, { failureClass: 'network', code: 'not-tls', field: 'smtpSecure' }],
      ['no STARTTLS', { smtpSecure: 'starttls' }, { failureClass: 'credentials', code: 'encryption-not-offered', field: 'smtpSecure' }],
      ['no server', { smtpHost: undefined, smtpPort: undefined, smtpSecure: undefined }, { failureClass: 'credentials', code: 'no-outgoing-mail', field: 'smtpHost' }],
    ])('wait after %s', async (_, settings, expected) => {
      expect(await failureOf(send(await answered(), settings))).toMatchObject({ name: 'ConnectorError', ...expected });
      expect(server.taken).toEqual([]);
    });

    it('were not when the line was cut before the mail ended, and are unknown after that', async () => {
      for (const [moment, expected] of [['within the mail', ConnectorError], ['before the answer', OutcomeUnknownError]] as const) {
        const line = await CuttingLine.before(server.port, moment);
        const text = 'x'.repeat(4_000_000);
        const failure = await failureOf(send(answerTo(await arrived(LETTER), { text: moment === 'within the mail' ? text : 'x' }), { smtpPort: line.port }));
        expect(failure).toBeInstanceOf(expected);
        if (failure instanceof ConnectorError) expect(failure).toMatchObject({ failureClass: 'network', code: 'connection-lost' });
        await line.stop();
      }
    });

    it('end at once when the process stops', async () => {
      const stopped = AbortSignal.abort();
      expect(await failureOf(replies.send(await answered(), 0, sessionOf(account(), {}, stopped)))).toMatchObject({ failureClass: 'network' });
    });
  });

  it('say beforehand whether they can go', async () => {
    const { facts } = await arrived(LETTER);
    expect(replies.reach?.(facts, account())).toBeUndefined();
    expect(replies.reach?.(facts, account({ smtpHost: undefined, smtpPort: undefined, smtpSecure: undefined }))).toEqual({ closed: 'no-outgoing-mail' });
    expect(replies.reach?.(facts, mailbox({ user: 'a@gmail.com', address: undefined, host: undefined, smtpHost: undefined, smtpSecure: undefined }))).toBeUndefined();
    expect(replies.reach?.({ ...facts, identities: [] }, account())).toEqual({ closed: 'no-address' });
    const bounce = await arrived(LETTER.replace('Ivan@Client.example', 'MAILER-DAEMON@client.example'));
    expect(replies.reach?.(bounce.facts, account())).toBe(false);
  });

  it('are found by the reply’s own id', () => {
    expect(replies.key?.(REPLY_ID, account(), 0)).toBe(REPLY_ID);
  });
});
