import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { endHub, type Hub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { ADMIN, axeFaults, isWide, launch, openPage, PHONE, signIn } from './browser.js';
import { type Messenger, MESSENGERS } from './messengers.js';

const ANNA = { email: 'anna@example.com', password: 'another long passphrase' };
/** One red dot. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

/** What hangs on the messenger is tried with each; the rest with the first. */
const [FIRST] = Object.keys(MESSENGERS);

describe.each(Object.entries(MESSENGERS))('a conversation by %s', (name, start) => {
  const isFirst = name === FIRST;
  const once: (title: string, test: () => Promise<void>, timeoutMs: number) => void = isFirst ? it : () => undefined;
  const dataDir = makeDataDir();
  const complaints: string[] = [];
  let hub: Hub;
  let browser: Browser;
  let site: string;
  let messenger: Messenger;

  beforeAll(async () => {
    messenger = await start();
    hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password } });
    site = `http://localhost:${hub.options.port}`;
    const anna = (await hub.api.post('/api/v1/managers', { name: 'Anna', email: ANNA.email })).id;
    await hub.api.post('/api/v1/managers', { name: 'Boris', email: 'boris@example.com', queues: [] });
    await hub.api.post('/api/v1/users', { ...ANNA, name: 'Anna', role: 'manager', managerId: anna });
    await hub.api.post('/api/v1/accounts', { channel: messenger.channel, name: 'Shop', line: 'main', settings: messenger.settings });
    browser = await launch();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await endHub(hub);
    await messenger.close();
    await removeDataDir(dataDir);
  }, 60_000);

  async function at(path: string, options: Parameters<typeof openPage>[3] = {}): Promise<Page> {
    const page = await openPage(browser, site, complaints, { locale: 'en-US', ...options });
    await signIn(page, site, path, ANNA);
    return page;
  }

  const bubble = (page: Page, side: 'theirs' | 'ours' | 'note', text: string): Locator => page.locator(`.bubble.${side}`).filter({ hasText: text });
  const composer = (page: Page) => page.locator('.composer textarea').first();
  const arrived = (text: string) => until(`the customer sees "${text}"`, () => messenger.seen().includes(text), { timeoutMs: 30_000 });
  const sent = (reply: Locator) => reply.locator('.reply-state[data-state=sent], .reply-state[data-state=delivered], .reply-state[data-state=read]').waitFor();
  const newest = async () => String((await hub.api.get('/api/v1/conversations')).items[0]?.id);

  it('appears by itself, counts as unread until it is seen, and is answered with text and a file', async () => {
    const page = await at('/conversations');
    await page.getByText('No conversations here').waitFor();
    messenger.write('How much is a door?');
    const row = page.locator('.talk-row').filter({ hasText: 'How much is a door?' });
    await row.locator('.mantine-Badge-root').waitFor();
    const menu = page.locator('nav a[href="/conversations"] .mantine-Badge-root');
    await menu.waitFor();
    await row.click();
    await bubble(page, 'theirs', 'How much is a door?').waitFor();
    await menu.waitFor({ state: 'detached' });

    await composer(page).fill('500 roubles.');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('Shall we deliver?');
    await page.keyboard.press('Enter');
    const reply = bubble(page, 'ours', '500 roubles.');
    await reply.waitFor();
    await arrived('500 roubles.\nShall we deliver?');
    await sent(reply);
    expect(await composer(page).inputValue()).toBe('');

    await page.locator('input[type=file]').setInputFiles({ name: 'price.txt', mimeType: 'text/plain', buffer: Buffer.from('door: 500') });
    await composer(page).fill('The price list');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await arrived('price.txt');
    await bubble(page, 'ours', 'The price list').getByRole('link', { name: 'price.txt' }).waitFor();
    await page.context().close();
  }, 120_000);

  it('shows pictures, edits, and what comes while one looks', async () => {
    const page = await at(`/conversations/${await newest()}`);
    await bubble(page, 'theirs', 'How much is a door?').waitFor();
    messenger.change('How much are two doors?');
    await bubble(page, 'theirs', 'How much are two doors?').getByText('edited').waitFor();
    messenger.sendPicture(PICTURE, 'Like this one');
    const picture = bubble(page, 'theirs', 'Like this one').locator('.picture img');
    await picture.waitFor();
    await until('the picture is drawn', () => page.evaluate('document.querySelector(".picture img").naturalWidth > 0'));
    await picture.click();
    await page.getByRole('dialog').getByRole('link', { name: /\.(png|jpg)$/ }).waitFor();
    await page.context().close();
  }, 60_000);

  once('keeps notes among colleagues', async () => {
    const page = await at(`/conversations/${await newest()}`);
    await page.locator('.composer').getByText('Note', { exact: true }).click();
    await composer(page).fill('A regular customer: be kind');
    await page.keyboard.press('Enter');
    await bubble(page, 'note', 'be kind').getByText('only colleagues see this').waitFor();
    await page.locator('.composer').getByText('Answer', { exact: true }).click();
    await composer(page).fill('After the note');
    await page.keyboard.press('Enter');
    await arrived('After the note');
    expect(messenger.seen().join()).not.toContain('be kind');
    await page.context().close();
  }, 60_000);

  once('keeps a draft, and files that are too many are named before they are sent', async () => {
    const page = await at(`/conversations/${await newest()}`);
    await composer(page).fill('I am just about to');
    await page.locator('input[type=file]').setInputFiles({ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
    await page.getByRole('alert').filter({ hasText: 'empty.txt' }).waitFor();
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Take out empty.txt' }).click();
    await page.reload();
    await until('the draft is there', async () => (await composer(page).inputValue()) === 'I am just about to');
    await page.context().close();
  }, 60_000);

  once('loses no answer with the network, and sends none twice', async () => {
    const page = await at(`/conversations/${await newest()}`);
    await composer(page).waitFor();
    const keys: (string | undefined)[] = [];
    await page.route('**/reply', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      // The server has it; the answer never comes back.
      if (keys.length === 1) await route.fetch();
      return keys.length === 1 ? route.abort('connectionreset') : route.continue();
    });
    await composer(page).fill('In a tunnel');
    await page.keyboard.press('Enter');
    const lost = bubble(page, 'ours', 'In a tunnel');
    await lost.filter({ hasText: 'not sent to the server' }).getByRole('button', { name: 'Try again' }).click();
    await lost.filter({ hasText: 'not sent to the server' }).waitFor({ state: 'detached' });
    await arrived('In a tunnel');
    await until('it stands there once', async () => (await lost.count()) === 1);
    expect([keys.length, keys[0] !== undefined && keys[0] === keys[1]]).toEqual([2, true]);
    expect(messenger.seen().filter((text) => text === 'In a tunnel')).toHaveLength(1);
    await page.context().close();
  }, 60_000);

  once('is passed round, finished and opened again', async () => {
    const page = await at(`/conversations/${await newest()}`);
    const act = async (name: string) => {
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await act('Invite a colleague');
    await page.getByRole('dialog').getByLabel('Whom to invite').selectOption({ label: 'Boris' });
    await page.getByRole('dialog').getByRole('button', { name: 'Invite a colleague' }).click();
    await page.getByText('Anna invited Boris').waitFor();
    await act('Invite a colleague');
    const nobodyLeft = page.getByRole('dialog').filter({ hasText: 'an administrator adds them under “Managers”' });
    await nobodyLeft.waitFor();
    expect([await nobodyLeft.getByRole('combobox').count(), await nobodyLeft.locator('[type=submit]').count()]).toEqual([0, 0]);
    await nobodyLeft.getByText('Close', { exact: true }).click();
    await act('Pin on top');
    await page.locator('.talk-row').filter({ hasText: 'pinned' }).waitFor();
    await act('Finish');
    await page.getByText('Anna finished the conversation').waitFor();
    await page.locator('.talk-row').waitFor({ state: 'detached' });
    messenger.write('One more thing');
    await page.locator('.talk-row').filter({ hasText: 'One more thing' }).waitFor();
    await page.locator('.thread-event').filter({ hasText: 'The customer wrote again: the conversation is open' }).waitFor();
    await act('Finish');
    await page.locator('.talk-row').waitFor({ state: 'detached' });
    await act('Open again');
    await page.locator('.thread-event').filter({ hasText: 'The conversation is open again' }).waitFor();
    await page.context().close();
  }, 60_000);

  once('is answered with a canned answer, with the customer’s name in it', async () => {
    const page = await at('/canned-answers');
    await page.getByText('No canned answers yet').waitFor();
    await page.getByRole('button', { name: 'Add an answer' }).click();
    await page.locator('[name=name]').fill('Delivery');
    await page.locator('[name=text]').fill('{name}, we deliver on Saturday. {manager}');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.locator('.canned').filter({ hasText: 'Delivery' }).waitFor();
    await page.goto(`${site}/conversations/${await newest()}`);
    await page.locator('.composer').getByRole('button', { name: 'Canned answers' }).click();
    await page.getByRole('dialog').getByLabel('Search').fill('satur');
    await page.locator('.canned-choice').click();
    await until('it stands in the composer', async () => (await composer(page).inputValue()) === 'Мария, we deliver on Saturday. Anna');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await arrived('Мария, we deliver on Saturday. Anna');
    await page.context().close();
  }, 60_000);

  once('stands in the lead’s card', async () => {
    const page = await at('/leads');
    await page.locator('.row-link').first().click();
    await bubble(page, 'theirs', 'One more thing').waitFor();
    await composer(page).fill('From the card');
    await page.keyboard.press('Enter');
    await arrived('From the card');
    await page.context().close();
  }, 60_000);

  it('says why nobody can answer, and what to do', async () => {
    messenger.block();
    const page = await at(`/conversations/${await newest()}`);
    await page.locator('.cant-answer').getByRole('link', { name: /Phones and addresses/ }).waitFor();
    await page.locator('.composer').getByText('Note', { exact: true }).click();
    await composer(page).fill('Has blocked us');
    await page.keyboard.press('Enter');
    await bubble(page, 'note', 'Has blocked us').waitFor();
    await page.context().close();
  }, 60_000);

  it.each<[string, number, 'light' | 'dark']>(
    isFirst ? [['ru-RU', 1280, 'light'], ['ru-RU', PHONE.width, 'dark'], ['en-US', 1280, 'dark'], ['en-US', PHONE.width, 'light']] : [['ru-RU', PHONE.width, 'light'], ['en-US', 1280, 'light']],
  )('in %s at %i pixels, %s, has no serious fault and does not scroll sideways', async (locale, width, colorScheme) => {
    const page = await at('/conversations', { locale, colorScheme, viewport: { width, height: 844 }, hasTouch: width === PHONE.width, reducedMotion: 'reduce' });
    await page.locator('.talk-row').first().waitFor();
    expect([await isWide(page), await axeFaults(page)]).toEqual([false, []]);
    await page.locator('.talk-row').first().click();
    await page.locator('.bubble').first().waitFor();
    expect([await isWide(page), await axeFaults(page)]).toEqual([false, []]);
    if (width === PHONE.width) {
      await page.locator('.talk-thread .back').click();
      await page.locator('.talk-row').first().waitFor();
    }
    await page.context().close();
  }, 120_000);

  it('made no script fail and asked nobody else', () => {
    expect(complaints).toEqual([]);
  });
});
