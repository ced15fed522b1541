import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BotApi, BotApiError } from '@tributary/channel-telegram';
import { Customers, type SimulatedBot, TelegramServer } from '@tributary/telegram-simulator/server.mjs';

const signal = new AbortController().signal;
let server: TelegramServer;
let bot: SimulatedBot;
let customers: Customers;
let api: BotApi;
let apiRoot: string;

beforeEach(async () => {
  server = new TelegramServer();
  bot = server.addBot();
  customers = new Customers(bot);
  apiRoot = `http://127.0.0.1:${await server.listen()}/`;
  api = new BotApi({ apiRoot, token: bot.token });
});
afterEach(() => server.close());

const refusalOf = (chat_id: number, text = 'Здравствуйте') => api.sendMessage({ chat_id, text }, signal).then(() => undefined, (error: unknown) => (error instanceof BotApiError ? error : undefined));

describe('sending', () => {
  it('shows the customer what was sent', async () => {
    customers.write({ from: 1_001, text: 'Добрый день' });
    expect(await api.sendMessage({ chat_id: 1_001, text: 'Здравствуйте 👋', reply_parameters: { message_id: 1 } }, signal)).toMatchObject({ message_id: 2 });
    expect(bot.chats.get(1_001)?.map(({ text }) => text)).toEqual(['Добрый день', 'Здравствуйте 👋']);
  });

  it('tells who can’t be reached, and why', async () => {
    expect(await refusalOf(5)).toMatchObject({ code: 400, description: 'Bad Request: chat not found' });
    customers.write({ from: 1_001, text: 'Добрый день' });
    customers.block({ from: 1_001 });
    expect(await refusalOf(1_001)).toMatchObject({ code: 403, description: 'Forbidden: bot was blocked by the user' });
    customers.block({ from: 1_001, blocked: false });
    expect(await refusalOf(1_001)).toBeUndefined();
  });

  it('tells where a group went', async () => {
    customers.write({ from: 1_001, chat: { id: -4_001, type: 'group', title: 'Клиенты' }, text: 'Добрый день' });
    const { id } = customers.migrate({ chatId: -4_001 });
    expect((await refusalOf(-4_001))?.parameters).toEqual({ migrateToChatId: id });
  });

  it('tells how long to wait', async () => {
    customers.write({ from: 1_001, text: 'Добрый день' });
    const refusals = await Promise.all(Array.from({ length: 10 }, () => refusalOf(1_001)));
    expect(refusals.find(Boolean)).toMatchObject({ code: 429, parameters: { retryAfterSeconds: expect.any(Number) } });
    expect(refusals.filter((each) => !each)).toHaveLength(5);
  });

  it('does not know what became of a text when nobody answered', async () => {
    customers.write({ from: 1_001, text: 'Добрый день' });
    server.fault({ on: 'sendMessage', action: 'done-then-timeout' });
    const impatient = new BotApi({ apiRoot, token: bot.token }, 300);
    await expect(impatient.sendMessage({ chat_id: 1_001, text: 'Может быть' }, signal)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(bot.chats.get(1_001)).toHaveLength(2);
  });
});
