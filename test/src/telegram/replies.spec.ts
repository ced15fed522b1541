import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactFacts, OutgoingReply, Replies } from '@tributary/channel';
import { channel } from '@tributary/channel-telegram';
import { Customers, type SimulatedBot, TelegramServer } from '@tributary/telegram-simulator/server.mjs';

const replies = channel.replies as Replies;
const BYTES = Buffer.from('a price list');
const FILE = { name: 'Прайс “2026”.pdf', mediaType: 'application/pdf', sizeBytes: BYTES.length, sha256: 'f'.repeat(64) };
const PHOTO = { ...FILE, name: 'door.jpg', mediaType: 'image/jpeg' };

let server: TelegramServer;
let bot: SimulatedBot;
let customers: Customers;
let port: number;
beforeEach(async () => {
  server = new TelegramServer();
  bot = server.addBot();
  customers = new Customers(bot);
  port = await server.listen();
});
afterEach(() => server.close());

const facts = (pieceId?: string): ContactFacts => ({
  occurredAt: new Date(), identities: [], sender: { name: 'Anna' }, text: '', attachments: [],
  content: { kind: 'message', ...(pieceId && { pieces: [{ id: pieceId, version: 1n, text: '', files: [] }] }) },
});
const reply = (changes: Partial<OutgoingReply> = {}, pieceId?: string): OutgoingReply => ({
  id: '0197a000-0000-7000-8000-000000000001', conversationId: '1001', text: 'Здравствуйте 👋', attachments: [], automatic: '', authorName: 'Anna', askedAt: new Date(),
  contact: { id: 'c', externalId: `7000000000:-4001:${pieceId ?? 1}`, facts: facts(pieceId) }, ...changes,
});

/** Sends all parts. */
async function send(outgoing: OutgoingReply, apiRoot = `http://127.0.0.1:${port}`): Promise<string[]> {
  const account = { id: 'a', name: 'Bot', line: 'main', defaultRegion: 'RU', settings: channel.settings.parse({ token: bot.token, apiRoot }) };
  const session = { account, signal: new AbortController().signal, read: () => Promise.resolve(BYTES) };
  const ids: string[] = [];
  for (let part = 0; part < (replies.parts?.(outgoing) ?? 1); part++) ids.push((await replies.send(outgoing, part, session)).providerId);
  return ids;
}

const failure = (outgoing: OutgoingReply, apiRoot?: string) => send(outgoing, apiRoot).then(() => undefined, (error: unknown) => error);
const seen = (chat = 1_001) => (bot.chats.get(chat) ?? []).slice(1);

describe('a reply to a private chat', () => {
  beforeEach(() => void customers.write({ from: 1_001, text: 'Добрый день' }));

  it('is shown to the customer as it was written', async () => {
    const text = `Строка\n  отступ <b>&</b> *_[ ${'я'.repeat(100)} שלום e\u0301`;
    expect(await send(reply({ text }))).toEqual(['2']);
    expect(seen()).toMatchObject([{ text }]);
    expect(seen()[0]).not.toHaveProperty('reply_to_message');
  });

  it('has a short text as the caption of its one file, and a message each otherwise', async () => {
    await send(reply({ attachments: [FILE] }));
    await send(reply({ attachments: [PHOTO, FILE] }));
    expect(seen()).toMatchObject([
      { caption: 'Здравствуйте 👋', document: { file_name: FILE.name, mime_type: 'application/pdf' } },
      { text: 'Здравствуйте 👋' },
      { photo: [expect.anything()] },
      { document: { file_name: FILE.name } },
    ]);
    expect(replies.parts?.(reply({ text: 'x'.repeat(1_025), attachments: [FILE] }))).toBe(2);
  });

  it('has its caption and the name of its file as they were written, with as many characters', async () => {
    const text = `${'абвгдежзийклмнопрс\n'.repeat(53)}“конец” "👋"`;
    const name = 'Акт "2026" 👋.pdf';
    await send(reply({ text, attachments: [{ ...FILE, name }] }));
    expect(seen()).toMatchObject([{ caption: text, document: { file_name: name } }]);
  });

  it.each(['PHOTO_INVALID_DIMENSIONS', 'IMAGE_PROCESS_FAILED', 'Bad Request: file is too big'])('has as a file what Telegram takes for no photo: %s', async (description) => {
    server.fault({ on: 'sendPhoto', action: 'status', code: 400, description });
    await send(reply({ attachments: [PHOTO] }));
    expect(seen()).toMatchObject([{ caption: 'Здравствуйте 👋', document: { file_name: PHOTO.name } }]);
  });

  it('is not tried as a file when the photo was refused for another reason, or may have been sent', async () => {
    server.fault({ on: 'sendPhoto', action: 'status', code: 400, description: 'Bad Request: not enough rights to send photos to the chat' });
    expect(await failure(reply({ attachments: [PHOTO] }))).toMatchObject({ code: 'no-rights' });
    server.fault({ on: 'sendPhoto', action: 'done-then-close' });
    expect(await failure(reply({ attachments: [PHOTO] }))).toMatchObject({ name: 'OutcomeUnknownError' });
    expect(seen()).toHaveLength(1);
  });

  it('is refused for good, and says why, when the customer blocked the bot', async () => {
    customers.block({ from: 1_001 });
    expect(await failure(reply())).toMatchObject({ name: 'ReplyRefusedError', code: 'blocked', closed: 'blocked', detail: { ru: expect.stringContaining('заблокировал') } });
    expect(await failure(reply({ conversationId: '5' }))).toMatchObject({ code: 'chat-not-found', closed: 'chat-not-found' });
    expect(await failure(reply({ conversationId: 'update:1' }))).toMatchObject({ code: 'no-way-back' });
  });

  it.each([
    [{ action: 'status', code: 429, retryAfter: 7 }, { name: 'ConnectorError', failureClass: 'quota', retryAfterMs: 7_000 }],
    // There is no key for repeats, and a server that failed may have sent it before.
    [{ action: 'status', code: 500 }, { name: 'OutcomeUnknownError' }],
    [{ action: 'status', code: 502, description: 'Bad Gateway' }, { name: 'OutcomeUnknownError' }],
    [{ action: 'status', code: 400, description: 'Bad Request: something new' }, { name: 'ReplyRefusedError', code: 'refused', closed: undefined, detail: { en: expect.stringContaining('something new') } }],
    [{ action: 'close' }, { name: 'OutcomeUnknownError' }],
    [{ action: 'garbage' }, { name: 'OutcomeUnknownError' }],
    [{ action: 'done-then-close' }, { name: 'OutcomeUnknownError' }],
  ])('tells what is certain from what is not: %j', async (fault, expected) => {
    server.fault({ on: 'sendMessage', ...fault });
    expect(await failure(reply())).toMatchObject(expected);
  });

  it.each([
    { action: 'status', code: 400, description: 'Bad Request: wrong file identifier/HTTP URL specified' },
    { action: 'status', code: 400, description: 'Bad Request: file must be non-empty' },
    { action: 'status', code: 413, description: 'Request Entity Too Large' },
    { action: 'page', code: 413 },
  ])('whose file Telegram refuses is refused alone, and says what to do: %j', async (fault) => {
    server.fault({ on: 'sendDocument', ...fault });
    expect(await failure(reply({ attachments: [FILE] }))).toMatchObject({ name: 'ReplyRefusedError', code: 'file-refused', closed: undefined, detail: { ru: expect.stringContaining('ссылк') } });
  });

  it('with a file may have been sent when the server failed', async () => {
    server.fault({ on: 'sendDocument', action: 'status', code: 502 });
    expect(await failure(reply({ attachments: [FILE] }))).toMatchObject({ name: 'OutcomeUnknownError' });
  });

  it.each(['👋'.repeat(4_096), `${'слово '.repeat(682)}${'👋'.repeat(4)}`])('that is longer than one message goes out as several, whole and in order', async (text) => {
    expect([...text]).toHaveLength(replies.limits.textLength);
    await send(reply({ text, attachments: [FILE] }));
    expect(seen().map((message) => message.text ?? '').join('')).toBe(text);
    expect(seen()).toHaveLength(3);
    expect(seen()[2]).toHaveProperty('document');
  });

  it('is not sent twice over a connection that was kept and broke after it was done', async () => {
    await send(reply({ text: 'one' }));
    server.fault({ on: 'sendMessage', action: 'done-then-close' });
    await failure(reply({ text: 'two' }));
    expect(seen().map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('is certainly not sent when it is told to end before there is a connection', async () => {
    const leave = new AbortController();
    const mute = createServer(() => leave.abort()).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const proxy = { url: `http://127.0.0.1:${(mute.address() as AddressInfo).port}` };
    const account = { id: 'a', name: 'Bot', line: 'main', defaultRegion: 'RU', settings: channel.settings.parse({ token: bot.token, proxy }) };
    const session = { account, signal: leave.signal, read: () => Promise.resolve(BYTES) };
    // First while the proxy says nothing, then from the beginning.
    for (let n = 0; n < 2; n++) await expect(replies.send(reply(), 0, session)).rejects.toMatchObject({ name: 'ConnectorError', failureClass: 'network', code: 'interrupted' });
    mute.close();
  });

  it('is certainly not sent while nothing listens, or the token is refused', async () => {
    expect(await failure(reply(), 'http://127.0.0.1:9')).toMatchObject({ name: 'ConnectorError', failureClass: 'network' });
    server.revoke(bot);
    expect(await failure(reply())).toMatchObject({ failureClass: 'credentials', field: 'token' });
  });
});

describe('a reply to a group', () => {
  beforeEach(() => void customers.write({ from: 1_001, chat: { id: -4_001, type: 'group', title: 'Клиенты' }, text: 'Добрый день' }));

  it('quotes whom it answers, with its first message', async () => {
    await send(reply({ conversationId: '-4001', text: 'x'.repeat(2_000), attachments: [FILE] }, '1'));
    expect(seen(-4_001)).toMatchObject([{ reply_to_message: { message_id: 1 } }, { document: expect.anything() }]);
    expect(seen(-4_001)[1]).not.toHaveProperty('reply_to_message');
  });

  it('follows it when it became a supergroup', async () => {
    const { id } = customers.migrate({ chatId: -4_001 });
    await send(reply({ conversationId: '-4001' }));
    expect(bot.chats.get(id)?.at(-1)).toMatchObject({ text: 'Здравствуйте 👋' });
  });

  it.each([['by its former id', () => '-4001'], ['by its new one', (id: number) => String(id)]])('that became a supergroup, %s, quotes nobody for what was written before', async (_, conversationId) => {
    const { id } = customers.migrate({ chatId: -4_001 });
    for (const from of [1_002, 1_003]) customers.write({ from, chat: { id, type: 'supergroup', title: 'Клиенты' }, text: 'somebody else' });
    expect(bot.chats.get(id)?.map(({ message_id }) => message_id)).toContain(2);
    await send(reply({ conversationId: conversationId(id) }, '2'));
    expect(bot.chats.get(id)?.at(-1)).toMatchObject({ text: 'Здравствуйте 👋' });
    expect(bot.chats.get(id)?.at(-1)).not.toHaveProperty('reply_to_message');
    const there = reply({ conversationId: String(id) }, '2');
    await send({ ...there, contact: { ...there.contact, externalId: `7000000000:${id}:2` } });
    expect(bot.chats.get(id)?.at(-1)).toMatchObject({ reply_to_message: { message_id: 2 } });
  });

  it.each([
    ['Bad Request: TOPIC_CLOSED', { code: 'topic-closed', closed: undefined, detail: { ru: expect.stringContaining('откройте') } }],
    ['Bad Request: message thread not found', { code: 'topic-gone', closed: 'topic-gone' }],
  ])('says what became of its topic: %s', async (description, expected) => {
    server.fault({ on: 'sendMessage', action: 'status', code: 400, description });
    expect(await failure(reply({ conversationId: '-4001/77' }))).toMatchObject({ name: 'ReplyRefusedError', ...expected });
  });

  it('goes to its topic, and to the chat of a business account', async () => {
    await send(reply({ conversationId: '-4001/77' }));
    await send(reply({ conversationId: 'business:bc-1:-4001' }));
    expect(seen(-4_001)).toMatchObject([{ message_thread_id: 77 }, { business_connection_id: 'bc-1' }]);
  });
});

describe('the way back of a contact', () => {
  it('is there for whoever wrote, closed by a block, and missing where there is no chat', () => {
    const account = { id: 'a', name: 'Bot', line: 'main', defaultRegion: 'RU', settings: {} };
    const person = [{ type: 'telegram', value: '1001', raw: '1001', verified: true }];
    expect(replies.reach?.({ ...facts(), identities: person }, account)).toBeUndefined();
    expect(replies.reach?.({ ...facts(), identities: person, notLeadReason: 'bot-blocked' }, account)).toEqual({ closed: 'blocked', membership: true });
    expect(replies.reach?.({ ...facts(), identities: person, notLeadReason: 'bot-muted' }, account)).toEqual({ closed: 'no-rights', membership: true });
    expect(replies.reach?.({ ...facts(), identities: person, notLeadReason: 'bot-removed' }, account)).toEqual({ closed: 'removed-from-group', membership: true });
    expect(replies.reach?.({ ...facts(), identities: person, notLeadReason: 'bot-unblocked' }, account)).toEqual({ membership: true });
    expect(replies.reach?.({ ...facts(), identities: person, notLeadReason: 'bot-membership' }, account)).toEqual({ membership: true });
    expect(replies.reach?.({ ...facts(), identities: person, notLeadReason: 'group-chatter' }, account)).toBeUndefined();
    for (const notLeadReason of ['poll', 'reaction', 'boost', 'join-request']) expect(replies.reach?.({ ...facts(), identities: person, notLeadReason }, account)).toBe(false);
  });
});
