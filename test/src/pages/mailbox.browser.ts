import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page, chromium } from 'playwright-core';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { ImapServer } from '../../simulators/imap/server.mjs';

/** Runs by `npm run test:all`, which finds or installs the browser. */
const executablePath = process.env['TRIBUTARY_CHROMIUM'];
const ADMIN = { TRIBUTARY_ADMIN_EMAIL: 'admin@example.com', TRIBUTARY_ADMIN_PASSWORD: 'correct horse battery' };
const ADDRESS = 'sales@shop.example';

const dataDir = makeDataDir();
const server = new ImapServer();
let port: number;
let hub: Hub;
let browser: Browser;
/** Scripts that failed. */
const complaints: string[] = [];

beforeAll(async () => {
  port = await server.listen();
  server.addUser(ADDRESS);
  hub = await startHub({ dataDir, env: ADMIN });
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
}, 120_000);

afterAll(async () => {
  await browser.close();
  await endHub(hub);
  await removeDataDir(dataDir);
  await server.close();
}, 60_000);

async function open(locale: string, path: string, width = 1200): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width, height: 800 } });
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  // As the browser calls it: cookies belong to the name, not to the address.
  await page.goto(`http://localhost:${hub.options.port}/sign-in?back=${encodeURIComponent(path)}`);
  await page.fill('[name=email]', ADMIN.TRIBUTARY_ADMIN_EMAIL);
  await page.fill('[name=password]', ADMIN.TRIBUTARY_ADMIN_PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${path}`);
  return page;
}

/** The words that stand at a field which is wrong. */
async function mistakeAt(page: Page, field: string): Promise<string> {
  const input = page.locator(`[name="${field}"][aria-invalid]`);
  await input.waitFor();
  return page.locator('.field', { has: input }).locator('.error').innerText();
}

describe('a mailbox in the console', () => {
  it('says what the provider of an address wants, before anything is sent', async () => {
    const page = await open('ru-RU', '/connectors/add-mailbox');
    await page.fill('[name="settings.user"]', 'a@gmail.com');
    await page.waitForSelector('.hint >> text=/пароль приложения.*двухэтапн/');
    expect(await page.locator('.hint a').getAttribute('href')).toMatch(/^https:\/\/myaccount\.google\.com\//);
    expect(await page.locator('.hint a').getAttribute('rel')).toContain('noreferrer');
  }, 60_000);

  it('is refused at the field that is wrong, then added with what the check found', async () => {
    const page = await open('ru-RU', '/connectors/add-mailbox');
    await page.fill('[name="settings.user"]', ADDRESS);
    await page.fill('[name="settings.password"]', 'wrong');
    await page.click('summary:has-text("Сервер")');
    await page.fill('[name="settings.host"]', 'http://127.0.0.1');
    await page.fill('[name="settings.port"]', String(port));
    await page.selectOption('[name="settings.secure"]', 'false');
    await page.click('button.primary');
    expect(await mistakeAt(page, 'settings.host')).toMatch(/без http/);
    await page.fill('[name="settings.host"]', '127.0.0.1');
    await page.click('button.primary');
    expect(await mistakeAt(page, 'settings.password')).toMatch(/не принял имя или пароль/);
    await page.fill('[name="settings.password"]', 'secret');
    await page.click('button.primary');
    await page.waitForSelector(`.toast:has-text("${ADDRESS} (INBOX: 0)")`);
    await page.waitForSelector(`.connector:has-text("${ADDRESS}") .badge.good:has-text("работает")`, { timeout: 30_000 });
    await page.waitForSelector('.verdict.good');
  }, 90_000);

  it('asks for the password again when the host changes, and names the line that is wrong', async () => {
    const page = await open('en-US', '/connectors', 390);
    await page.click('.connector a:has-text("Settings")');
    await page.click('summary:has-text("Server")');
    await page.fill('[name="settings.host"]', 'localhost');
    await page.click('button.primary');
    expect(await mistakeAt(page, 'settings.password')).toMatch(/enter it again/);
    await page.fill('[name="settings.host"]', '127.0.0.1');
    await page.click('summary:has-text("Which mail")');
    await page.fill('[name="settings.excluded"]', 'spam.example\nno address');
    await page.click('button.primary');
    expect(await mistakeAt(page, 'settings.excluded')).toMatch(/^Line 2: /);
    await page.fill('[name="settings.excluded"]', 'spam.example');
    await page.selectOption('[name="settings.firstFetchDays"]', 'all');
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    await page.click('button.primary');
    await page.waitForSelector('.toast');
    const { items } = await hub.api.get('/api/v1/accounts');
    expect(items[0].settings).toMatchObject({ host: '127.0.0.1', excluded: ['spam.example'], firstFetchDays: null, password: '••••••' });
  }, 90_000);

  it('shows what is wrong with it and what to do, on a phone, and goes on at once when a check finds it mended', async () => {
    const page = await open('en-US', '/connectors', 390);
    await page.waitForSelector('.verdict.good');
    await page.goto(`${new URL(page.url()).origin}/connectors?show=trouble`);
    await page.waitForSelector('.empty:has-text("Nothing found")');
    server.setUser(ADDRESS, { password: 'changed' });
    server.drop();
    await page.waitForSelector('.connector .badge.bad:has-text("rejected")', { timeout: 60_000 });
    await page.waitForSelector('.connector .failure:has-text("refused user name or password")');
    await page.waitForSelector('.connector .failure a[href^="/connectors/"]');
    await page.waitForSelector('.verdict.bad:has-text("1 of 1")');
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    server.setUser(ADDRESS, { password: 'secret' });
    await page.click('.connector button:has-text("Check")');
    await page.waitForSelector('.note.good');
    await page.waitForSelector('.verdict.good', { timeout: 30_000 });
  }, 120_000);

  it('is deleted after a question', async () => {
    const page = await open('ru-RU', '/connectors');
    await page.click('.connector button:has-text("Удалить")');
    await page.click('dialog button.primary');
    await page.waitForSelector('.empty');
    expect((await hub.api.get('/api/v1/accounts')).items).toEqual([]);
  }, 60_000);

  it('made no script fail', () => {
    expect(complaints).toEqual([]);
  });
});
