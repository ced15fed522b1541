import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endHub, type Hub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { until } from '../../e2e/until.mjs';
import { Customers, type SimulatedGroup, VkServer } from '../../simulators/vk/server.mjs';

const dataDir = makeDataDir();
const ANNA = { id: 1_001, first_name: 'Анна', last_name: 'Петрова' };

let hub: Hub;
let vk: VkServer;
beforeAll(async () => {
  vk = new VkServer({ pauseFactor: 0.05, mostFailures: 20 });
  await vk.listen();
  hub = await startHub({ dataDir });
  await install(hub.api);
}, 90_000);
afterAll(async () => {
  await endHub(hub);
  await vk.close();
  await removeDataDir(dataDir);
  expect(vk.errors).toEqual([]);
}, 60_000);

interface Contact {
  readonly id: string;
  readonly kind: string;
  readonly revision: number;
  readonly text: string;
  readonly identities: readonly { readonly type: string; readonly value: string }[];
  readonly attachments: readonly { readonly url: string }[];
  readonly sender: { readonly name: string };
  readonly lead?: object;
  readonly notLead?: { readonly reason: string };
}

describe.each(['longpoll', 'callback'])('a community by %s', (mode) => {
  let group: SimulatedGroup;
  let customers: Customers;
  let account: { readonly id: string; readonly webhookUrl: string };

  beforeAll(async () => {
    group = vk.addGroup();
    customers = new Customers(vk, group);
    const settings = { accessToken: group.token, groupId: group.id, apiRoot: vk.url, mode, upkeepSeconds: 1, ...(mode === 'callback' && { secret: 'aSecret' }) };
    account = (await hub.api.post('/api/v1/accounts', { channel: 'vk', name: 'Doors', line: 'main', settings })) as typeof account;
    await until('VK tells us', () => (mode === 'callback' ? group.servers[0]?.status === 'ok' : group.longPoll.is_enabled && vk.calls.some(({ method, at }) => method === 'a_check' && at > 0)));
  }, 60_000);

  /** The contact of this text, once the lead service has it and it is as wanted. */
  const contact = (text: string, wanted: (contact: Contact) => unknown = () => true): Promise<Contact> =>
    until(`the contact "${text}"`, async () => {
      const found = ((await hub.api.all(`/api/v1/contacts?accountId=${account.id}`)) as Contact[]).filter((each) => each.text.includes(text) && (each.lead ?? each.notLead));
      if (found.length > 1) throw new Error(`${found.length} contacts "${text}"`);
      return found[0] && wanted(found[0]) ? found[0] : undefined;
    });

  it('makes a lead of what somebody writes, with the name and files that follow, and a revision of an edit', async () => {
    const { conversation_message_id } = customers.photos({ from: ANNA, text: 'Сколько стоит? 👋', photos: ['a photo'] });
    const { attachments: [photo], sender, lead } = await contact('Сколько стоит? 👋', ({ attachments, sender: { name } }) => attachments.length === 1 && name);
    expect([sender.name, lead !== undefined]).toEqual(['Анна Петрова', true]);
    expect(await (await fetch(new URL(photo!.url, hub.url), { headers: hub.api.headers })).text()).toBe('a photo');
    customers.edit({ peerId: ANNA.id, number: conversation_message_id, text: 'Сколько стоит доставка?' });
    await contact('доставка', ({ attachments }) => attachments.length === 1);
  });

  it('makes leads of comments, forms and orders, and none of a customer who left', async () => {
    customers.comment({ from: { id: 1_002, first_name: 'Пётр' }, text: 'Есть ли дубовые?' });
    customers.leadForm({ from: 1_003, answers: { first_name: 'Ольга', phone_number: '+79161234567' } });
    customers.order({ from: { id: 1_004, first_name: 'Иван' }, rubles: 1_234.5 });
    customers.deny({ from: 1_005 });
    expect((await contact('Есть ли дубовые?')).lead).toBeDefined();
    expect(await contact('Ольга')).toMatchObject({ kind: 'form', identities: expect.arrayContaining([expect.objectContaining({ type: 'phone', value: '+79161234567' })]) });
    expect(await contact('1234.50 RUB')).toMatchObject({ kind: 'order', order: { status: 'new' } });
    expect((await contact('Запретил сообщения')).notLead).toEqual({ reason: 'messages-denied' });
  });

  it('shows the customer an answer once, though VK’s own answer was lost', async () => {
    customers.write({ from: { id: 1_006, first_name: 'Мария' }, text: `жду ответа ${mode}` });
    const { id } = await contact('жду ответа');
    vk.fault({ on: 'messages.send', action: 'done-then-close', times: 2 });
    const reply = await hub.api.post(`/api/v1/contacts/${id}/reply`, { text: 'Добрый день, Мария' });
    // VK tells of it by an event of its own, whether or not it was asked again by then.
    await until('it is known to be sent', async () => (await hub.api.get(`/api/v1/replies/${reply.id}`)).state === 'sent');
    expect(vk.calls.some(({ method, params }) => method === 'messages.send' && params['peer_id'] === '1006' && params['group_id'] === String(group.id))).toBe(true);
    expect(group.peers.get(1_006)?.map(({ text }) => text)).toEqual([`жду ответа ${mode}`, 'Добрый день, Мария']);
  });

  it('loses nothing and takes nothing twice when it is killed in the middle', async () => {
    const port = hub.options.port;
    for (let n = 0; n < 20; n++) customers.write({ from: { id: 2_000 + n, first_name: `Клиент ${n}` }, text: `до ${n}.` });
    await hub.kill();
    for (let n = 0; n < 20; n++) customers.write({ from: { id: 2_000 + n, first_name: `Клиент ${n}` }, text: `после ${n}.` });
    hub = await startHub({ dataDir, port });
    for (const time of ['до', 'после']) for (let n = 0; n < 20; n++) await contact(`${time} ${n}.`);
  }, 90_000);

  if (mode === 'callback') {
    it('refuses what has no secret or a wrong one, and stores nothing', async () => {
      const event = { type: 'message_new', event_id: 'x', group_id: group.id, object: { message: { date: 1_795_334_400, from_id: 6, peer_id: 6, conversation_message_id: 1, text: 'поддельное' } } };
      const post = (body: object) => fetch(account.webhookUrl, { method: 'POST', body: JSON.stringify(body) }).then(async (response) => [response.status, await response.text()]);
      for (const body of [event, { ...event, secret: 'wrong' }, { ...event, secret: 'aSecret', group_id: 1 }, { type: 'confirmation', group_id: group.id, secret: 'wrong' }]) expect((await post(body))[0]).toBe(403);
      expect(await post({ type: 'confirmation', group_id: group.id })).toEqual([200, group.confirmationCode]);
      expect(await post({ ...event, event_id: 'y', secret: 'aSecret', object: { message: { text: 5 } } })).toEqual([200, 'ok']);
      expect((await hub.api.get(`/api/v1/quarantine?accountId=${account.id}`)).items).toHaveLength(1);
      expect((await hub.api.all(`/api/v1/contacts?accountId=${account.id}&q=поддельное`)) as Contact[]).toEqual([]);
    });
  }
});
