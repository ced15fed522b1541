import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { ADMIN, isWide, launch, openPage, PHONE, signIn } from './browser.js';

const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

const dataDir = makeDataDir();
let hub: Hub;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  hub = await startHub({ dataDir });
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

/** As the browser calls it: cookies belong to the name, not to the address. */
function site(): string {
  return `http://localhost:${hub.options.port}`;
}

function open(locale: string, viewport?: { width: number; height: number }): Promise<Page> {
  return openPage(browser, site(), complaints, { locale, ...(viewport && { viewport }) });
}

/** The printed link names the public address; the test reaches the same process by its own. */
function setupLink(): string {
  const link = /http:\S+\/setup\?token=\S+/.exec(hub.output)?.[0];
  if (!link) throw new Error(`no set-up link printed:\n${hub.output}`);
  const { pathname, search } = new URL(link);
  return site() + pathname + search;
}

describe('from the printed link to the first lead', () => {
  it('makes the administrator, a manager, a form; a post appears by itself with its reasons', async () => {
    const page = await open('ru-RU');
    await page.goto(setupLink());
    // A choice of language reloads the page: the link's token is kept.
    await page.click('text=English');
    await page.waitForSelector('h1:has-text("Welcome")');
    await page.click('text=Русский');
    await page.waitForSelector('h1:has-text("Добро пожаловать")');
    await page.fill('[name=name]', 'Админ');
    await page.fill('[name=email]', ADMIN.email);
    await page.fill('[name=password]', ADMIN.password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('nav a[href="/managers"]');

    const { id: managerId } = await hub.api.post('/api/v1/managers', { name: 'Анна', email: 'anna@example.com' });
    const { id: form } = await hub.api.post('/api/v1/accounts', { channel: 'form', name: 'Сайт', line: 'main', settings: {} });
    expect(managerId).toBeTruthy();
    await page.click('nav a[href="/leads"]');
    await page.waitForSelector('h1:has-text("Лиды")');
    await fetch(`${hub.url}/f/${form}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Иван ${HOSTILE}`, phone: '8 (916) 123-45-67', message: HOSTILE }),
    });
    // No reload: the feed brings it.
    await page.waitForSelector('main >> text=Иван', { timeout: 10_000 });
    await page.locator('main').getByText('Анна').filter({ visible: true }).first().waitFor();

    await page.click('nav a[href="/contacts"]');
    await page.click('main a[href*="/contacts/"]');
    await page.waitForSelector('text=+79161234567');
    await page.waitForSelector('text=Анна');
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  }, 90_000);

  it('signs in, in English, on a phone, and no page is wider than the screen', async () => {
    const page = await open('en-US', PHONE);
    await signIn(page, site());
    for (const path of ['/', '/leads', '/contacts', '/connectors', '/connectors/add', '/quarantine', '/alarms', '/custody', '/managers', '/users', '/audit']) {
      await page.goto(site() + path);
      await page.waitForSelector('#main h1');
      expect({ path, wide: await isWide(page) }).toEqual({ path, wide: false });
      const text = await page.locator('main').innerText();
      expect(/[а-яё]/i.test(text.replace(/Иван|Анна|Сайт|Админ/g, ''))).toBe(false);
    }
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  }, 90_000);

  it('says that the link was used up', async () => {
    const page = await open('ru-RU');
    await page.goto(setupLink());
    await page.waitForSelector('text=/ссылк/i');
    expect(await page.locator('[name=password]').count()).toBeLessThanOrEqual(1);
  }, 60_000);

  it('made no page complain or ask elsewhere', () => {
    expect(complaints).toEqual([]);
  });
});
