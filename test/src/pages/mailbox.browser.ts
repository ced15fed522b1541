import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { ImapServer } from '@tributary/imap-simulator/server.mjs';
import { ADMIN, isWide, launch, mistakeAt, openPage, PHONE, signIn } from './browser.js';

const ADDRESS = 'sales@shop.example';

const dataDir = makeDataDir();
const server = new ImapServer();
let port: number;
let hub: Hub;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  port = await server.listen();
  server.addUser(ADDRESS);
  hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password } });
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await endHub(hub);
  await removeDataDir(dataDir);
  await server.close();
}, 60_000);

async function open(locale: string, path: string, viewport?: { width: number; height: number }): Promise<Page> {
  const site = `http://localhost:${hub.options.port}`;
  const page = await openPage(browser, site, complaints, { locale, ...(viewport && { viewport }) });
  await signIn(page, site, path);
  return page;
}

const submit = 'main form button[type=submit]';

describe('a mailbox in the console', () => {
  it('says what the provider of an address wants, before anything is sent', async () => {
    const page = await open('ru-RU', '/connectors/add/email');
    await page.fill('[name="settings.user"]', 'a@gmail.com');
    await page.waitForSelector('text=/пароль приложения.*двухэтапн/');
    const help = page.locator('main form a[target=_blank]').first();
    expect(await help.getAttribute('href')).toMatch(/^https:\/\/myaccount\.google\.com\//);
    expect(await help.getAttribute('rel')).toContain('noreferrer');
  }, 60_000);

  it('is refused at the field that is wrong, then added with what the check found', async () => {
    const page = await open('ru-RU', '/connectors/add/email');
    await page.fill('[name="settings.user"]', ADDRESS);
    await page.fill('[name="settings.password"]', 'wrong');
    await page.click('summary:has-text("Ещё настройки")');
    await page.fill('[name="settings.host"]', 'http://127.0.0.1');
    await page.fill('[name="settings.port"]', String(port));
    await page.selectOption('[name="settings.secure"]', 'false');
    await page.click(submit);
    expect(await mistakeAt(page, 'settings.host')).toMatch(/без http/);
    await page.fill('[name="settings.host"]', '127.0.0.1');
    await page.click(submit);
    expect(await mistakeAt(page, 'settings.password')).toMatch(/не принял имя или пароль/);
    await page.fill('[name="settings.password"]', 'secret');
    await page.click(submit);
    await page.waitForSelector(`.mantine-Notification-root:has-text("${ADDRESS} (INBOX: 0)")`);
    await page.waitForSelector(`.connector[data-health=ok]:has-text("${ADDRESS}") .fact:has-text("работает")`, { timeout: 30_000 });
    await page.waitForSelector('.verdict.good');
  }, 90_000);

  it('asks for the password again when the host changes, and names the line that is wrong', async () => {
    const page = await open('en-US', '/connectors', PHONE);
    await page.click('.connector-name');
    await page.click('summary:has-text("More settings")');
    await page.fill('[name="settings.host"]', 'localhost');
    await page.click(submit);
    expect(await mistakeAt(page, 'settings.password')).toMatch(/enter it again/);
    await page.fill('[name="settings.host"]', '127.0.0.1');
    await page.fill('[name="settings.excluded"]', 'spam.example\nno address');
    await page.click(submit);
    expect(await mistakeAt(page, 'settings.excluded')).toMatch(/^Line 2: /);
    await page.fill('[name="settings.excluded"]', 'spam.example');
    await page.selectOption('[name="settings.firstFetchDays"]', 'null');
    expect(await isWide(page)).toBe(false);
    await page.click(submit);
    await page.waitForSelector('.mantine-Notification-root');
    const { items } = await hub.api.get('/api/v1/accounts');
    expect(items[0].settings).toMatchObject({ host: '127.0.0.1', excluded: ['spam.example'], firstFetchDays: null, password: '••••••' });
  }, 90_000);

  it('shows what is wrong with it and what to do, on a phone, and goes on at once when the password is put right in its tile', async () => {
    const page = await open('en-US', '/connectors', PHONE);
    await page.waitForSelector('.verdict.good');
    await page.selectOption('[name=show]', 'trouble');
    await page.waitForURL('**/connectors?show=trouble');
    await page.waitForSelector('.empty:has-text("Nothing found")');
    server.setUser(ADDRESS, { password: 'changed' });
    server.drop();
    await page.waitForSelector('.connector[data-health=broken] .fact:has-text("rejected")', { timeout: 30_000 });
    await page.waitForSelector('.connector .fix:has-text("refused user name or password")');
    await page.waitForSelector('.verdict.bad:has-text("1 of 1")');
    expect(await isWide(page)).toBe(false);
    await page.fill('.connector [name="settings.password"]', 'wrong');
    await page.click('.connector .fix button[type=submit]');
    await page.waitForSelector('.connector .fix .failure');
    await page.fill('.connector [name="settings.password"]', 'changed');
    await page.click('.connector .fix button[type=submit]');
    await page.waitForSelector('.verdict.good', { timeout: 30_000 });
  }, 120_000);

  it('is deleted after a question', async () => {
    const page = await open('ru-RU', '/connectors');
    await page.click('.connector button[aria-haspopup=menu]');
    await page.click('[role=menuitem]:has-text("Удалить")');
    await page.click('[role=dialog] button[type=submit]');
    await page.waitForSelector('.empty');
    expect((await hub.api.get('/api/v1/accounts')).items).toEqual([]);
  }, 60_000);

  it('made no script fail', () => {
    expect(complaints).toEqual([]);
  });
});
