import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactFacts, OutgoingReply, Replies } from '@tributary/channel';
import { channel, randomIdOf } from '@tributary/channel-vk';
import { Customers, type SimulatedGroup, VkServer } from '../../simulators/vk/server.mjs';

const replies = channel.replies as Replies;
const BYTES = Buffer.from('a price list');
const FILE = { name: 'Прайс “2026”.pdf', mediaType: 'application/pdf', sizeBytes: BYTES.length, sha256: 'f'.repeat(64) };
const PHOTO = { ...FILE, name: 'door.jpg', mediaType: 'image/jpeg' };
const ID = '0197a000-0000-7000-8000-000000000001';

let server: VkServer;
let group: SimulatedGroup;
let customers: Customers;
beforeEach(async () => {
  server = new VkServer();
  await server.listen();
  group = server.addGroup();
  customers = new Customers(server, group);
  customers.write({ from: 1_001, text: 'Добрый день' });
});
afterEach(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const facts: ContactFacts = { occurredAt: new Date(), identities: [], sender: { name: 'Anna' }, text: '', attachments: [], content: { kind: 'message' } };
const reply = (changes: Partial<OutgoingReply> = {}): OutgoingReply => ({
  id: ID, conversationId: '1001', text: 'Здравствуйте 👋', attachments: [], automatic: '', authorName: 'Anna', askedAt: new Date(), contact: { id: 'c', externalId: 'e', facts }, ...changes,
});

async function send(outgoing: OutgoingReply, apiRoot = server.url, part = 0, permit = () => Promise.resolve()): Promise<string> {
  const account = { id: 'a', name: 'VK', line: 'main', defaultRegion: 'RU', settings: channel.settings.parse({ accessToken: group.token, groupId: group.id, apiRoot }) };
  return (await replies.send(outgoing, part, { account, signal: new AbortController().signal, read: () => Promise.resolve(BYTES), permit })).providerId;
}

const failure = (outgoing: OutgoingReply, apiRoot?: string) => send(outgoing, apiRoot).then(() => undefined, (error: unknown) => error);
const seen = () => (group.peers.get(1_001) ?? []).slice(1);

describe('a reply', () => {
  it('is shown to the customer as it was written', async () => {
    const text = `Строка\n  отступ <b>&</b> *_[ ${'я'.repeat(100)} שלום e\u0301 100% + 1`;
    expect(await send(reply({ text }))).toBe('2');
    expect(seen()).toMatchObject([{ text, random_id: randomIdOf(ID) }]);
  });

  it('is one message with its files', async () => {
    await send(reply({ attachments: [PHOTO, FILE] }));
    await send(reply({ id: 'another', text: '', attachments: [FILE] }));
    expect(seen()).toMatchObject([
      { text: 'Здравствуйте 👋', attachments: [{ type: 'photo' }, { type: 'doc', doc: { title: FILE.name } }] },
      { text: '', attachments: [{ doc: { size: BYTES.length } }] },
    ]);
    expect(replies.parts?.(reply({ attachments: [PHOTO, FILE] }))).toBe(1);
  });

  it('asked for again has the same random id, and is there once', async () => {
    for (const action of ['done-then-close', 'done-then-close']) {
      server.fault({ on: 'messages.send', action });
      expect(await failure(reply())).toMatchObject({ name: 'OutcomeUnknownError' });
    }
    expect([await send(reply()), seen().length]).toEqual(['2', 1]);
    expect(replies.repeatableForMs).toBeLessThan(3_600_000);
  });

  it.each([
    [{ action: 'error', code: 6 }, { name: 'ConnectorError', failureClass: 'quota', retryAfterMs: undefined }],
    [{ action: 'error', code: 9 }, { failureClass: 'quota', retryAfterMs: 180_000 }],
    [{ action: 'error', code: 27 }, { failureClass: 'credentials', field: 'accessToken' }],
    [{ action: 'error', code: 15 }, { failureClass: 'credentials', code: 'rights-missing', detail: { ru: expect.stringContaining('сообщения сообщества') } }],
    [{ action: 'error', code: 900 }, { name: 'ReplyRefusedError', code: 'blocked', closed: 'blocked' }],
    [{ action: 'error', code: 902 }, { name: 'ReplyRefusedError', code: 'privacy', closed: 'privacy' }],
    [{ action: 'error', code: 914 }, { name: 'ReplyRefusedError', code: 'text-too-long', closed: undefined }],
    [{ action: 'error', code: 777, description: 'something new' }, { name: 'ReplyRefusedError', code: 'refused', closed: undefined, detail: { en: expect.stringContaining('something new') } }],
    [{ action: 'error', code: 10 }, { name: 'OutcomeUnknownError' }],
    [{ action: 'status', code: 502 }, { name: 'OutcomeUnknownError' }],
    [{ action: 'garbage' }, { name: 'OutcomeUnknownError' }],
    [{ action: 'close' }, { name: 'OutcomeUnknownError' }],
  ])('tells what is certain from what is not: %j', async (fault, expected) => {
    server.fault({ on: 'messages.send', ...fault });
    expect(await failure(reply())).toMatchObject(expected);
  });

  it('is certainly not sent when it is told to end while it waits for its turn', async () => {
    const ended = () => Promise.reject(new DOMException('told to end', 'AbortError'));
    const interrupted = { name: 'ConnectorError', failureClass: 'network', code: 'interrupted' };
    await expect(send(reply(), server.url, 0, ended)).rejects.toMatchObject(interrupted);
    await expect(send(reply({ attachments: [FILE] }), server.url, 0, ended)).rejects.toMatchObject({ name: 'ReplyDelayedError', failure: interrupted });
  });

  it('is certainly not sent while nothing listens, or its file could not be brought', async () => {
    expect(await failure(reply(), 'http://127.0.0.1:9')).toMatchObject({ name: 'ConnectorError', failureClass: 'network' });
    server.fault({ on: 'upload', action: 'close', times: 2 });
    expect(await failure(reply({ attachments: [FILE] }))).toMatchObject({ name: 'ReplyDelayedError', failure: { failureClass: 'network' } });
  });

  it.each([{ action: 'status', code: 502 }, { action: 'garbage' }])('waits alone while the upload server fails: %j', async (fault) => {
    server.fault({ on: 'upload', ...fault });
    expect(await failure(reply({ attachments: [FILE] }))).toMatchObject({ name: 'ReplyDelayedError', failure: { failureClass: 'provider' } });
    await send(reply());
  });

  it.each([['docs', FILE, 'файлы'], ['photos', PHOTO, 'фотографии']])('is refused alone, and says what to do, when the token may not bring %s', async (right, file, named) => {
    group.rights.delete(right);
    const refused = await failure(reply({ attachments: [file] }));
    expect(refused).toMatchObject({ name: 'ReplyRefusedError', code: 'rights-missing', closed: undefined, cause: expect.anything(), detail: { ru: expect.stringMatching(new RegExp(`«${named}».*новый ключ.*ещё раз`)) } });
    await send(reply());
  });

  it('concerns the account when the token itself is refused for its file', async () => {
    server.fault({ on: 'docs.getMessagesUploadServer', action: 'error', code: 5 });
    expect(await failure(reply({ attachments: [FILE] }))).toMatchObject({ name: 'ConnectorError', failureClass: 'credentials' });
  });

  it('with many files is tried again from where VK had it: nothing is uploaded twice, and every request has its permit', async () => {
    const files = reply({ id: 'ten files', attachments: [PHOTO, ...Array.from({ length: 9 }, () => FILE)] });
    let permits = 0;
    const permit = () => Promise.resolve(void permits++);
    server.fault({ on: 'photos.getMessagesUploadServer', action: 'error', code: 6 });
    await expect(send(files, server.url, 0, permit)).rejects.toMatchObject({ failureClass: 'quota' });
    for (const [on, code] of [['docs.save', 6], ['docs.getMessagesUploadServer', 10], ['messages.send', 6]] as const) {
      server.fault({ on, action: 'error', code });
      await expect(send(files, server.url, 0, permit)).rejects.toMatchObject(code === 6 ? { failureClass: 'quota' } : { failure: { failureClass: 'provider' } });
    }
    await send(files, server.url, 0, permit);
    const called = (method: string) => server.calls.filter((each) => each.method === method).length;
    // The file whose saving VK put off is brought once more.
    expect([seen()[0]?.attachments.length, called('photos.saveMessagesPhoto'), called('docs.save'), called('messages.send')]).toEqual([10, 1, 10, 2]);
    expect(permits).toBe(server.calls.filter(({ method }) => method.includes('.')).length);
  });

  it.each([
    ['photo', { action: 'refuse' }],
    ['file', { action: 'refuse' }],
    ['photo', { action: 'status', code: 413 }],
    ['file', { action: 'status', code: 413 }],
  ])('whose %s the upload server refuses is refused alone, and says what to do: %j', async (kind, fault) => {
    server.fault({ on: 'upload', ...fault, times: kind === 'photo' ? 2 : 1 });
    const refused = await failure(reply({ attachments: [kind === 'photo' ? PHOTO : FILE] }));
    expect(refused).toMatchObject({ name: 'ReplyRefusedError', code: 'file-refused', closed: undefined, detail: { ru: expect.stringMatching(/«(door.jpg|Прайс “2026”.pdf)».*ссылк/s) } });
    expect(seen()).toEqual([]);
    await send(reply({ attachments: [FILE] }));
  });

  it.each([['upload', { action: 'refuse' }], ['upload', { action: 'status', code: 413 }], ['photos.saveMessagesPhoto', { action: 'error', code: 100 }], ['photos.saveMessagesPhoto', { action: 'error', code: 129 }]])('has as a file what VK takes for no photo: %s %j', async (on, fault) => {
    server.fault({ on, ...fault });
    await send(reply({ attachments: [PHOTO] }));
    expect(seen()).toMatchObject([{ attachments: [{ type: 'doc', doc: { title: PHOTO.name } }] }]);
  });

  it.each([['photos.saveMessagesPhoto', PHOTO], ['docs.save', FILE]])('whose file %s refuses is refused alone', async (on, file) => {
    server.fault({ on, action: 'error', code: 100, description: 'photo is undefined' });
    if (file === PHOTO) server.fault({ on: 'docs.save', action: 'error', code: 100, description: 'photo is undefined' });
    expect(await failure(reply({ attachments: [file] }))).toMatchObject({ code: 'file-refused', detail: { en: expect.stringContaining('photo is undefined') } });
    server.fault({ on, action: 'error', code: 10 });
    expect(await failure(reply({ attachments: [file] }))).toMatchObject({ name: 'ReplyDelayedError', failure: { failureClass: 'provider' } });
  });

  it('that is longer than one message goes out as several, whole, its files with the last; each asked for again is there once', async () => {
    const long = reply({ text: '👋'.repeat(2_049), attachments: [FILE] });
    expect(replies.parts?.(long)).toBe(2);
    for (const part of [0, 0, 1, 1]) await send(long, server.url, part);
    expect(seen()).toMatchObject([{ attachments: [], random_id: randomIdOf(ID) }, { attachments: [{ type: 'doc' }] }]);
    expect(seen().map(({ text }) => text).join('')).toBe(long.text);
  });

  it('is refused for good, and says why, when the customer denied messages, or never wrote', async () => {
    customers.deny({ from: 1_001 });
    for (const conversationId of ['1001', '5']) expect(await failure(reply({ conversationId }))).toMatchObject({ code: 'messages-denied', closed: 'messages-denied' });
    expect(await failure(reply({ conversationId: 'wall-1_2:5' }))).toMatchObject({ code: 'no-way-back' });
  });
});

describe('receipts', () => {
  const draftOf = (type: string) => {
    const event = group.events.filter((each) => each.type === type).at(-1)!;
    const account = { id: 'a', name: 'VK', line: 'main', defaultRegion: 'RU', settings: channel.settings.parse({ accessToken: group.token, groupId: group.id }) };
    const request = { method: 'POST', path: '', query: {}, headers: {}, body: Buffer.from(JSON.stringify(event)), clientAddress: '', receivedAt: new Date(), locale: 'ru' as const };
    return channel.webhook!.parse(request, account).contacts[0];
  };

  it('tell by our key that it went out, and up to which id the customer read', async () => {
    const providerId = await send(reply());
    expect(draftOf('message_reply')).toMatchObject({ facts: { notLeadReason: 'own' }, receipts: [{ conversationId: '1001', state: 'sent', which: { key: replies.key?.(ID, {} as never, 0), providerId } }] });
    customers.read({ from: 1_001 });
    expect(draftOf('message_read')).toMatchObject({ facts: { notLeadReason: 'read' }, receipts: [{ conversationId: '1001', state: 'read', which: { upTo: providerId } }] });
  });

  it('are known by the id that sending gave, in a chat too, where VK gives none', async () => {
    const chat = 2_000_000_001;
    customers.write({ from: 1_001, peerId: chat, text: 'Добрый день' });
    const sent = [await send(reply({ conversationId: String(chat) })), await send(reply({ id: 'another', conversationId: String(chat) }))];
    expect(new Set(sent).size).toBe(2);
    expect(draftOf('message_reply')).toMatchObject({ facts: { automatic: { kind: 'own', messageId: sent[1] } }, receipts: [{ which: { providerId: sent[1] } }] });
  });
});

describe('the way back of a contact', () => {
  it('is there for whoever wrote, closed by a refusal, and missing for comments', () => {
    const account = { id: 'a', name: 'VK', line: 'main', defaultRegion: 'RU', settings: {} };
    const reach = (changes: Partial<ContactFacts>) => replies.reach?.({ ...facts, ...changes }, account);
    expect(reach({})).toBeUndefined();
    expect(reach({ notLeadReason: 'messages-denied' })).toEqual({ closed: 'blocked', membership: true });
    expect(reach({ identities: [{ type: 'vk', value: '1', raw: '1', verified: true }], notLeadReason: 'messages-allowed' })).toEqual({ membership: true });
    expect(reach({ attribution: { utm: { medium: 'comment' } } })).toBe(false);
    expect(reach({ notLeadReason: 'member-change' })).toBe(false);
  });
});
