import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Customers, type SimulatedBot, TelegramServer } from '@tributary/telegram-simulator/server.mjs';
import { endHub, type Hub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { until } from '../../e2e/until.mjs';
import { databaseOf } from '../../faults/database.mjs';

const dataDir = makeDataDir();
const GROUP = { id: -4_001, type: 'group', title: 'Клиенты' };
const ANNA = { id: 1_001, first_name: 'Анна', last_name: 'Петрова', username: 'anna_p', language_code: 'ru' };

let hub: Hub;
let telegram: TelegramServer;
let apiRoot: string;

beforeAll(async () => {
  telegram = new TelegramServer({ pauseFactor: 0.05 });
  apiRoot = `http://127.0.0.1:${await telegram.listen()}`;
  hub = await startHub({ dataDir });
  await install(hub.api);
}, 90_000);

afterAll(async () => {
  await endHub(hub);
  await telegram.close();
  await removeDataDir(dataDir);
  expect(telegram.errors).toEqual([]);
}, 60_000);

interface Account {
  readonly id: string;
  readonly webhookUrl: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Contact {
  readonly id: string;
  readonly revision: number;
  readonly text: string;
  readonly conversationId: string;
  readonly identities: readonly { readonly type: string; readonly value: string; readonly verified: boolean }[];
  readonly attachments: readonly { readonly name: string; readonly url: string }[];
  readonly sender: { readonly name: string };
  readonly lead?: object;
  readonly notLead?: { readonly reason: string };
}

/** A bot with its account, and its customers. */
async function connect(settings: object): Promise<{ bot: SimulatedBot; customers: Customers; account: Account }> {
  const bot = telegram.addBot();
  const account = (await hub.api.post('/api/v1/accounts', { channel: 'telegram', name: 'Bot', line: 'main', settings: { token: bot.token, apiRoot, upkeepSeconds: 1, ...settings } })) as Account;
  return { bot, customers: new Customers(bot), account };
}

const contactsOf = async ({ id }: Account) => (await hub.api.all(`/api/v1/contacts?accountId=${id}`)) as Contact[];

/** The contact of this text, once the lead service has it and it is as wanted. */
const contact = (account: Account, text: string, wanted: (contact: Contact) => unknown = () => true): Promise<Contact> =>
  until(`the contact "${text}"`, async () => {
    const found = (await contactsOf(account)).filter((each) => each.text.includes(text) && (each.lead ?? each.notLead));
    if (found.length > 1) throw new Error(`${found.length} contacts "${text}"`);
    return found[0] && wanted(found[0]) ? found[0] : undefined;
  });

const connector = async ({ id }: Account) => ((await hub.api.get('/api/v1/connectors')).items as { accountId: string; credential: string; latestFailure: { code: string; class: string } | null }[]).find(({ accountId }) => accountId === id);
const failed = (account: Account, code: string) => until(`failure ${code}`, async () => (await connector(account))?.latestFailure?.code === code);
const bytesOf = async (url: string) => Buffer.from(await (await fetch(new URL(url, hub.url), { headers: hub.api.headers })).arrayBuffer()).toString();
const webhookSet = (bot: SimulatedBot, url: string) => until('the webhook is set', () => bot.webhook?.url === url);

describe.each(['poll', 'webhook'])('a bot by %s', (mode) => {
  let bot: SimulatedBot;
  let customers: Customers;
  let account: Account;

  beforeAll(async () => {
    ({ bot, customers, account } = await connect({ mode }));
    if (mode === 'webhook') await webhookSet(bot, account.webhookUrl);
  });

  it('makes a lead of what somebody writes, and a revision of an edit', async () => {
    const { message_id } = customers.write({ from: ANNA, text: 'Сколько стоит? 👋' });
    expect(await contact(account, 'Сколько стоит? 👋')).toMatchObject({
      revision: 1, sender: { name: 'Анна Петрова' }, conversationId: '1001', identities: [{ type: 'telegram', value: '1001', verified: true }], lead: expect.anything(),
    });
    customers.edit({ chatId: 1_001, messageId: message_id, text: 'Сколько стоит доставка?' });
    expect(await contact(account, 'доставка', ({ revision }) => revision === 2)).toMatchObject({ text: 'Сколько стоит доставка?' });
  });

  it('joins an album, and fetches its photos after it', async () => {
    customers.album({ from: ANNA, caption: 'Три фото', photos: ['one', 'two', 'three'] });
    const album = await contact(account, 'Три фото', ({ attachments }) => attachments.length === 3);
    expect(await Promise.all(album.attachments.map(({ url }) => bytesOf(url)))).toEqual(['one', 'two', 'three']);
  });

  it('keeps the name of a file, asks again for what fails, and tells what is too large', async () => {
    telegram.fault({ on: 'getFile', action: 'status', code: 429, retryAfter: 1 });
    customers.file({ from: ANNA, bytes: '%PDF', name: 'Заявка.pdf', mediaType: 'application/pdf', caption: 'Моя заявка' });
    const { attachments: [file] } = await contact(account, 'Моя заявка', ({ attachments }) => attachments.length === 1);
    expect([file?.name, await bytesOf(file?.url ?? '')]).toEqual(['Заявка.pdf', '%PDF']);
    customers.file({ from: ANNA, name: 'big.zip', sizeBytes: 30 * 1024 * 1024, caption: 'Архив' });
    expect((await contact(account, 'Архив')).text).toContain('[Файл big.zip: 30 МБ, больше 20 МБ');
  });

  it('takes the sender’s own card for proof', async () => {
    customers.card({ from: ANNA, phone: '79161234567' });
    const { identities } = await contact(account, 'Контакт: Анна');
    expect(identities).toContainEqual(expect.objectContaining({ type: 'phone', value: '+79161234567', verified: true }));
  });

  it('listens in groups when it is meant, and keeps the rest with the reason', async () => {
    customers.write({ from: ANNA, chat: GROUP, text: 'Всем привет' });
    customers.write({ from: ANNA, chat: GROUP, text: '@acme_sales_bot нужен счёт' });
    expect((await contact(account, 'Всем привет')).notLead).toEqual({ reason: 'group-chatter' });
    expect((await contact(account, 'нужен счёт')).lead).toBeDefined();
  });

  it('goes on with a group that became a supergroup', async () => {
    const { id } = customers.migrate({ chatId: GROUP.id, from: ANNA });
    customers.write({ from: ANNA, chat: { id, type: 'supergroup', title: GROUP.title }, text: '@acme_sales_bot мы переехали' });
    expect((await contact(account, 'мы переехали')).conversationId).toBe(String(GROUP.id));
  });

  it('answers a pressed button', async () => {
    const { id } = customers.press({ from: ANNA, chatId: 1_001, messageId: 1, data: 'price' });
    await contact(account, 'Нажата кнопка: price');
    await until('the button is answered', () => bot.answered.includes(id));
  });

  it('puts aside what it does not understand, and goes on', async () => {
    bot.tell({ message: { message_id: 'none' } });
    customers.write({ from: ANNA, text: 'После непонятного' });
    await contact(account, 'После непонятного');
    const { items } = await hub.api.get(`/api/v1/quarantine?accountId=${account.id}`);
    expect(items).toHaveLength(1);
  });

  it('loses nothing and takes nothing twice when it is killed in the middle', async () => {
    const port = hub.options.port;
    for (let n = 0; n < 30; n++) customers.write({ from: { id: 2_000 + n, first_name: `Клиент ${n}` }, text: `до ${n}.` });
    await hub.kill();
    for (let n = 0; n < 30; n++) customers.write({ from: { id: 2_000 + n, first_name: `Клиент ${n}` }, text: `после ${n}.` });
    hub = await startHub({ dataDir, port });
    for (const time of ['до', 'после']) for (let n = 0; n < 30; n++) await contact(account, `${time} ${n}.`);
    await until('all is taken', () => bot.queue.pending.length === 0);
  }, 90_000);
});

describe('a webhook', () => {
  it('is called with the secret, without which nothing is stored', async () => {
    const { bot, customers, account } = await connect({ mode: 'webhook', secret: 'of-the-settings_1' });
    await webhookSet(bot, account.webhookUrl);
    expect(bot.webhook?.secret).toBe('of-the-settings_1');
    const body = JSON.stringify({ update_id: 1, message: { message_id: 1, date: 1_795_334_400, chat: { id: 5, type: 'private' }, text: 'forged' } });
    for (const headers of [{}, { 'x-telegram-bot-api-secret-token': 'of-the-settings_2' }] as Record<string, string>[]) {
      const response = await fetch(account.webhookUrl.replace(/^.*(?=\/webhooks)/, hub.url), { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
      expect(response.status).toBe(401);
    }
    customers.write({ from: ANNA, text: 'настоящее' });
    await contact(account, 'настоящее');
    expect(await contactsOf(account)).toHaveLength(1);
  });

  it('is put back when somebody changed it, and that is told', async () => {
    const { bot, account } = await connect({ mode: 'webhook' });
    await webhookSet(bot, account.webhookUrl);
    bot.webhook = { url: 'https://other.example/hook', secret: 'theirs' };
    await webhookSet(bot, account.webhookUrl);
    await failed(account, 'webhook-changed');
  });

  it('gives way to polling and comes back, and nothing is lost between', async () => {
    const { bot, customers, account } = await connect({ mode: 'poll' });
    const change = (settings: object) => hub.api.call('PATCH', `/api/v1/accounts/${account.id}`, { settings });
    customers.write({ from: ANNA, text: 'опросом' });
    await contact(account, 'опросом');
    await change({ mode: 'webhook' });
    customers.write({ from: ANNA, text: 'вебхуком' });
    await contact(account, 'вебхуком');
    expect(bot.webhook?.url).toBe(account.webhookUrl);
    await change({ mode: 'poll' });
    await until('the webhook is gone', () => bot.webhook === undefined);
    customers.write({ from: ANNA, text: 'снова опросом' });
    await contact(account, 'снова опросом');
  });
});

describe('an account', () => {
  it('is named by its check, and knows the bot’s username', async () => {
    const { bot, account } = await connect({});
    expect(await hub.api.post(`/api/v1/accounts/${account.id}/check`, {})).toMatchObject({ ok: true, title: 'Sales bot @acme_sales_bot' });
    expect(account.settings).toMatchObject({ username: 'acme_sales_bot', mode: 'poll' });
    expect(JSON.stringify(account)).not.toContain(bot.token);
  });

  it('says that the token was revoked, and works again when it is restored', async () => {
    const { bot, customers, account } = await connect({});
    customers.write({ from: ANNA, text: 'сначала' });
    await contact(account, 'сначала');
    telegram.revoke(bot);
    await failed(account, 'token-refused');
    expect((await connector(account))?.latestFailure?.class).toBe('credentials');
    customers.write({ from: ANNA, text: 'тем временем' });
    telegram.revoke(bot, false);
    await hub.api.post(`/api/v1/accounts/${account.id}/check`, {});
    await contact(account, 'тем временем');
  });
});

it('keeps no token anywhere', async () => {
  const tokens = telegram.bots().map(({ token }) => token);
  expect(tokens.length).toBeGreaterThan(3);
  const database = databaseOf(dataDir);
  const tables = ['intake.account', 'intake.part', 'intake.contact', 'intake.quarantine', 'intake.follow_up', 'intake.checkpoint', 'log.record'];
  const stored = await Promise.all(tables.map(async (table) => JSON.stringify(await database.query(`select encode(convert_to(t::text, 'UTF8'), 'escape') as row from ${table} t`))));
  const blobs = filesBelow(join(dataDir, 'blobs')).map((path) => readFileSync(path, 'latin1'));
  for (const token of tokens) {
    const secret = token.split(':')[1] ?? '';
    const hex = Buffer.from(secret).toString('hex');
    for (const text of [...stored, ...blobs, hub.output]) expect(text.includes(secret) || text.includes(hex)).toBe(false);
  }
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
