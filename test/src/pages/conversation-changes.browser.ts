import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Customers, TelegramServer } from '@tributary/telegram-simulator/server.mjs';
import type { Browser, Locator, Page } from 'playwright-core';
import { endHub, type Hub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { Customers as VkCustomers, VkServer } from '../../simulators/vk/server.mjs';
import { ADMIN, axeFaults, isWide, launch, openPage, PHONE, signIn } from './browser.js';

const ANNA = { email: 'anna@example.com', password: 'another long passphrase' };
const MARIA = { id: 1_001, first_name: 'Мария', last_name: 'Петрова' };
const MIB = 1024 * 1024;

describe('a conversation that changes while somebody looks at it', () => {
  const dataDir = makeDataDir();
  const complaints: string[] = [];
  const telegram = new TelegramServer({ pauseFactor: 0.05 });
  const vk = new VkServer();
  let hub: Hub;
  let browser: Browser;
  let site: string;
  let customers: Customers;
  let vkCustomers: VkCustomers;
  let vkGroup: ReturnType<VkServer['addGroup']>;

  beforeAll(async () => {
    const apiRoot = `http://127.0.0.1:${await telegram.listen()}`;
    await vk.listen();
    const bot = telegram.addBot({ username: 'acme_doors_bot' });
    customers = new Customers(bot);
    vkGroup = vk.addGroup();
    vkCustomers = new VkCustomers(vk, vkGroup);
    hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password } });
    site = `http://localhost:${hub.options.port}`;
    const anna = (await hub.api.post('/api/v1/managers', { name: 'Anna', email: ANNA.email })).id;
    await hub.api.post('/api/v1/managers', { name: 'Boris', email: 'boris@example.com', queues: [] });
    await hub.api.post('/api/v1/users', { ...ANNA, name: 'Anna', role: 'manager', managerId: anna });
    await hub.api.post('/api/v1/accounts', { channel: 'telegram', name: 'Bot', line: 'main', settings: { token: bot.token, apiRoot, upkeepSeconds: 1 } });
    await hub.api.post('/api/v1/accounts', { channel: 'vk', name: 'Community', line: 'main', settings: { groupId: vkGroup.id, accessToken: vkGroup.token, mode: 'longpoll', apiRoot: vk.url, upkeepSeconds: 1 } });
    // What is written before VK is asked for the first time isn't heard.
    await until('VK is asked', () => vk.calls.some(({ method }) => method === 'a_check'));
    browser = await launch();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await endHub(hub);
    await Promise.all([telegram.close(), vk.close()]);
    await removeDataDir(dataDir);
  }, 60_000);

  async function at(path: string, { user = ANNA, ...options }: Parameters<typeof openPage>[3] & { user?: typeof ANNA } = {}): Promise<Page> {
    const page = await openPage(browser, site, complaints, { locale: 'en-US', ...options });
    await signIn(page, site, path, user);
    return page;
  }

  const bubble = (page: Page, side: 'theirs' | 'ours', text: string): Locator => page.locator(`.bubble.${side}`).filter({ hasText: text });
  const composer = (page: Page) => page.locator('.composer textarea').first();
  /** @returns its address, once the customer's words are in it */
  const withWords = async (text: string): Promise<string> => {
    let id = '';
    await until(`"${text}" is in a conversation`, async () => {
      id = String((await hub.api.get(`/api/v1/conversations?q=${encodeURIComponent(text)}`)).items[0]?.id ?? '');
      return id !== '';
    });
    return `/conversations/${id}`;
  };

  it('has what a colleague wrote in VK itself on our side', async () => {
    vkCustomers.write({ from: MARIA, text: 'Is it in stock?' });
    const page = await at(await withWords('in stock'));
    await bubble(page, 'theirs', 'Is it in stock?').waitFor();
    vkGroup.tell('message_reply', { ...vkGroup.keep({ from_id: -vkGroup.id, peer_id: MARIA.id, text: 'Yes, from VK', admin_author_id: 5 }) });
    await bubble(page, 'ours', 'Yes, from VK').getByText('sent in VK').waitFor();
    expect(await bubble(page, 'ours', 'Yes, from VK').getByText('Not a lead').count()).toBe(0);
    await page.context().close();
  }, 60_000);

  it('counts what is left near the limit, and sends nothing that is longer', async () => {
    const page = await at(await withWords('in stock'));
    const left = page.locator('.characters-left');
    await composer(page).fill('д'.repeat(4_000));
    await left.filter({ hasText: 'characters left: 96' }).waitFor();
    await composer(page).fill('д'.repeat(4_100));
    await left.filter({ hasText: 'too long by 4: shorten it, or send two answers' }).waitFor();
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await composer(page).fill('');
    await page.context().close();
  }, 60_000);

  it('refuses files that are too large before anything is sent, and says how large they may be', async () => {
    customers.write({ from: MARIA, text: 'A door, please' });
    const page = await at(await withWords('A door'));
    const files = page.locator('input[type=file]');
    const file = (name: string, mib: number) => ({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(mib * MIB, 1) });
    await files.setInputFiles([file('plan.pdf', 23)]);
    await page.getByRole('alert').filter({ hasText: '“plan.pdf” is larger than 22 MB and can’t be sent: take it out, put it into a cloud and send a link.' }).waitFor();
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Take out plan.pdf' }).click();
    await files.setInputFiles([file('one.pdf', 12), file('two.pdf', 11)]);
    await page.getByRole('alert').filter({ hasText: 'Together the files are larger than 22 MB' }).waitFor();
    await page.getByRole('button', { name: 'Take out two.pdf' }).click();
    await page.getByText('Together 12 MB. At most 10 at once: up to 22 MB each, 22 MB together.').waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  it('shows by itself that the customer has left and is back, and keeps what is being written and where one reads', async () => {
    for (let line = 0; line < 20; line += 1) customers.write({ from: MARIA, text: `line ${line}` });
    const page = await at(await withWords('A door'));
    await bubble(page, 'theirs', 'line 19').waitFor();
    await composer(page).fill('I was about to say');
    await page.evaluate('document.querySelector(".thread").scrollTo({ top: -600 })');
    // Of what is read, as it stands on the screen.
    const placeOfRead = async () => (await bubble(page, 'theirs', 'line 10').boundingBox())?.y ?? Infinity;
    const place = await placeOfRead();
    const isThere = async () => Math.abs((await placeOfRead()) - place) < 3;
    customers.block({ from: MARIA });
    await page.locator('.cant-answer').waitFor();
    expect([await isThere(), await composer(page).inputValue(), await page.getByRole('button', { name: 'Send', exact: true }).count()]).toEqual([true, 'I was about to say', 0]);
    customers.block({ from: MARIA, blocked: false });
    await page.locator('.cant-answer').waitFor({ state: 'detached' });
    expect([await isThere(), await composer(page).inputValue(), await page.getByRole('button', { name: 'Send', exact: true }).isEnabled()]).toEqual([true, 'I was about to say', true]);
    await page.context().close();
  }, 60_000);

  it('has the subject of a mail above its text', async () => {
    const page = await at('/conversations');
    await page.route('**/items?*', async (route) => {
      const response = await route.fetch();
      const { items, ...rest } = (await response.json()) as { items: { contact?: object }[] };
      await route.fulfill({ response, json: { ...rest, items: items.map((item) => (item.contact ? { ...item, contact: { ...item.contact, subject: 'A price, please' } } : item)) } });
    });
    await page.goto(site + (await withWords('in stock')));
    const mail = bubble(page, 'theirs', 'Is it in stock?');
    await mail.waitFor();
    expect((await mail.innerText()).split(/\n+/).slice(0, 3)).toEqual(['Мария Петрова', 'A price, please', 'Is it in stock?']);
    await page.context().close();
  }, 60_000);

  it('tells a group from a private chat, and that everybody in it reads the answer', async () => {
    customers.write({ from: { id: 1_002, first_name: 'Олег' }, chat: { id: -500, type: 'group', title: 'Стройка на Лесной' }, text: '@acme_doors_bot when do you come?' });
    for (const [viewport, locale, warning] of [[{ width: 1280, height: 800 }, 'en-US', 'everybody in it will read'], [PHONE, 'ru-RU', 'прочтут все её участники']] as const) {
      const page = await at(await withWords('when do you come'), { viewport, locale });
      await page.locator('.thread-head').getByText('Стройка на Лесной').waitFor();
      await page.locator('.thread-head').getByText(locale === 'ru-RU' ? /группа/ : /group/).waitFor();
      await page.locator('.group-warning').filter({ hasText: warning }).waitFor();
      expect([await isWide(page), await axeFaults(page)]).toEqual([false, []]);
      await page.goto(`${site}/conversations`);
      await page.locator('.talk-row').filter({ hasText: 'Стройка на Лесной' }).locator('.group-sign').waitFor();
      expect(await page.locator('.talk-row').filter({ hasText: 'A door' }).locator('.group-sign').count()).toBe(0);
      await page.context().close();
    }
  }, 60_000);

  it('is gone quietly once its lead was given away, from the list and from the lead’s card', async () => {
    const give = async (page: Page, open: () => Promise<void>) => {
      await open();
      await page.getByRole('dialog').getByRole('combobox').selectOption({ label: 'Boris' });
      await page.getByRole('dialog').getByRole('button', { name: 'Transfer' }).click();
      await page.getByText('The lead was transferred').waitFor();
    };
    customers.write({ from: { id: 1_010, first_name: 'Ирина' }, text: 'Do you deliver?' });
    customers.write({ from: { id: 1_011, first_name: 'Павел' }, text: 'And to Kazan?' });
    const path = await withWords('Do you deliver');
    const page = await at(path);
    await give(page, async () => {
      await page.getByRole('button', { name: 'Actions', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Transfer' }).click();
    });
    await page.waitForURL(`${site}/conversations`);
    await page.getByText('Choose a conversation').waitFor();
    expect(await page.locator('[role=alert]').allInnerTexts()).toEqual(['The lead was transferred.']);
    await page.goto(site + path);
    await page.getByText('Another manager has this conversation now').waitFor();
    expect(await page.locator('.failure').count()).toBe(0);

    const lead = (await hub.api.get(`/api/v1${await withWords('to Kazan')}`)).lead.id;
    await page.goto(`${site}/leads/${lead}`);
    await give(page, () => page.locator('#main h1 ~ * button, #main button').filter({ hasText: 'Transfer' }).first().click());
    await page.waitForURL(`${site}/leads`);
    expect(await page.locator('[role=alert]').allInnerTexts()).toEqual(['The lead was transferred.']);
    await page.context().close();
  }, 60_000);

  it('says of a bot that it asks for messages by itself, and where to write to try it', async () => {
    const { items } = await hub.api.get('/api/v1/accounts');
    const idOf = (channel: string) => String(items.find((account: { channel: string }) => account.channel === channel).id);
    const page = await at(`/connectors/${idOf('telegram')}?tab=connect`, { user: ADMIN });
    await page.getByText('the connector asks Telegram by itself').waitFor();
    await page.getByRole('link', { name: 't.me/acme_doors_bot' }).waitFor();
    expect(await page.getByText('/webhooks/').count()).toBe(0);
    await page.goto(`${site}/connectors/${idOf('vk')}?tab=connect`);
    await page.getByRole('link', { name: `vk.me/club${vkGroup.id}` }).waitFor();
    await page.context().close();
  }, 60_000);

  it('has room for the user’s name on a phone', async () => {
    const page = await at('/', { locale: 'ru-RU', viewport: PHONE });
    const name = page.locator('.user-menu');
    expect([await name.innerText(), await page.evaluate('(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector(".user-menu .mantine-Button-label"))'), await isWide(page)]).toEqual(['A', false, false]);
    // What hangs below the line of a letter is cut off by a box that is lower than its line.
    expect(await page.evaluate('(({ clientHeight, scrollHeight }) => scrollHeight <= clientHeight)(document.querySelector(".user-menu .mantine-Button-label"))')).toBe(true);
    await name.click();
    await page.locator('.user-name').filter({ hasText: 'Anna · Менеджер' }).waitFor();
    await page.context().close();
  }, 60_000);

  it('made no script fail and asked nobody else', () => {
    expect(complaints).toEqual([]);
  });
});
