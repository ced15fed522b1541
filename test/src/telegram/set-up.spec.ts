import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JobSession } from '@tributary/channel';
import { channel, type Settings, settingsSchema } from '@tributary/channel-telegram';
import { Customers, type SimulatedBot, TelegramServer } from '@tributary/telegram-simulator/server.mjs';

const signal = new AbortController().signal;
let server: TelegramServer;
let bot: SimulatedBot;
let sent: { token: string; apiRoot: string };

beforeEach(async () => {
  server = new TelegramServer();
  bot = server.addBot({ firstName: 'Отдел продаж', username: 'acme_sales_bot' });
  sent = { token: bot.token, apiRoot: `http://127.0.0.1:${await server.listen()}` };
});
afterEach(() => server.close());

const account = (settings: object = {}) => ({ id: 'a', name: 'Bot', line: 'main', defaultRegion: 'RU', settings: settingsSchema.parse({ ...sent, ...settings }) });

describe('the check', () => {
  it('names the bot, and tells what is wrong at its setting', async () => {
    expect(await channel.check?.(account(), signal)).toEqual({ title: 'Отдел продаж @acme_sales_bot' });
    expect(await channel.called?.(account(), signal)).toBe('Отдел продаж @acme_sales_bot');
    server.revoke(bot);
    await expect(channel.check?.(account(), signal)).rejects.toMatchObject({ failureClass: 'credentials', code: 'token-refused', field: 'token' });
    await expect(channel.check?.(account({ apiRoot: 'http://127.0.0.1:1' }), signal)).rejects.toMatchObject({ failureClass: 'network', code: 'connection-failed' });
    await expect(channel.check?.(account({ apiRoot: 'http://169.254.169.254' }), signal)).rejects.toMatchObject({ failureClass: 'credentials', code: 'host-not-allowed', field: 'apiRoot' });
  });
});

describe('what is found out', () => {
  const told: string[] = [];
  const called = (name: string) => void told.push(name);
  beforeEach(() => void told.splice(0));

  it('is the username and, by the same question, what it is called', async () => {
    expect(await channel.complete?.(sent, signal, called)).toEqual({ ...sent, username: 'acme_sales_bot' });
    const known = { ...sent, username: 'its_name_bot' };
    expect(await channel.complete?.(known, signal, called)).toBe(known);
    expect([server.calls.length, told]).toEqual([1, ['Отдел продаж @acme_sales_bot']]);
  });

  it('is left out when Telegram can’t say, or the settings are wrong', async () => {
    server.revoke(bot);
    const unreachable = { ...sent, apiRoot: 'http://127.0.0.1:1' };
    for (const settings of [sent, unreachable, { token: 'none' }, {}]) expect(await channel.complete?.(settings, signal, called)).toBe(settings);
    // Nobody asks anew for the name: of the others nothing was asked.
    expect(told).toEqual(['', '']);
  });
});

describe('settings', () => {
  it('need a token alone', () => {
    expect(settingsSchema.parse({ token: '1:x' })).toEqual({
      token: '1:x', mode: 'poll', apiRoot: 'https://api.telegram.org', language: 'ru', maxFileMegabytes: 20, pollSeconds: 30, upkeepSeconds: 60, pendingLimit: 20,
    });
  });

  it.each([
    [{ token: 'none' }], [{ secret: 'with blanks ' }], [{ secret: 'a'.repeat(257) }], [{ mode: 'both' }], [{ apiRoot: 'ftp://x' }], [{ apiRoot: 'https://u:p@x' }], [{ apiRoot: 'https://x?y' }],
    [{ proxy: { url: 'socks5://x:1' } }], [{ proxy: { url: 'http://u:p@x:1' } }], [{ username: 'with blanks' }], [{ unknown: 1 }],
  ])('are refused: %j', (settings) => {
    expect(settingsSchema.safeParse({ token: '1:x', ...settings }).success).toBe(false);
  });
});

describe('reconcile', () => {
  const windowOf = (session: Partial<JobSession<Settings>>): JobSession<Settings> => {
    const unused = () => Promise.reject(new Error('not asked for'));
    const window = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000) };
    return { account: account(), signal, window, dryRun: false, counted: unused, known: unused, missing: unused, submit: unused, permit: () => Promise.resolve(), store: unused, ...session };
  };

  it('with a webhook counts what waits, and takes nothing from it', async () => {
    await fetch(`${sent.apiRoot}/bot${bot.token}/setWebhook?url=http://127.0.0.1:1/hook`);
    new Customers(bot).write({ from: 1_001, text: 'waits' });
    const counts: number[] = [];
    await channel.reconcile?.(windowOf({ counted: async (count) => void counts.push(count) }));
    expect(counts).toEqual([1]);
    expect(bot.queue.pending).toHaveLength(1);
  });
});
