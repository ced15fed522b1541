import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { endHub, type Hub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { ADMIN, axeFaults, isWide, launch, mistakeAt, openPage, PHONE, signIn } from './browser.js';

const ANNA = { email: 'anna@example.com', password: 'another long passphrase' };
const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const HOSTILE = '<img src=x onerror="window.hacked=1">';

/** Stands for the browser's own notifications, which nobody sees here. */
const DESKTOP = `
  window.shown = [];
  document.hasFocus = () => false;
  window.Notification = class extends EventTarget {
    static permission = sessionStorage.getItem('permission') ?? 'default';
    static async requestPermission() { Notification.permission = 'granted'; sessionStorage.setItem('permission', 'granted'); return 'granted'; }
    constructor(title, options) { super(); this.title = title; window.shown.push({ title, ...options }); window.last = this; }
    close() {}
  };`;

const dataDir = makeDataDir();
const complaints: string[] = [];
/** What Anna's webhook was told. */
const told: { type: string; data: Record<string, unknown> }[] = [];
const program = createServer((request: IncomingMessage, response) => {
  void text(request).then((body) => {
    told.push(JSON.parse(body) as (typeof told)[number]);
    response.writeHead(204).end();
  });
});
let hub: Hub;
let browser: Browser;
let site: string;
let anna: string;
let boris: string;

beforeAll(async () => {
  await new Promise<void>((listening) => void program.listen(0, '127.0.0.1', listening));
  hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password, TRIBUTARY_PRIVATE_TARGETS: 'true' } });
  site = `http://localhost:${hub.options.port}`;
  anna = (await hub.api.post('/api/v1/managers', { name: 'Anna', email: ANNA.email })).id;
  boris = (await hub.api.post('/api/v1/managers', { name: 'Boris', email: 'boris@example.com' })).id;
  await hub.api.post('/api/v1/users', { ...ANNA, name: 'Anna', role: 'manager', managerId: anna });
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await endHub(hub);
  await removeDataDir(dataDir);
  await new Promise((closed) => program.close(closed));
}, 60_000);

const enter = (name: string, managerId: string): Promise<{ id: string }> => hub.api.post('/api/v1/leads', { name, text: `${name} asks`, managerId });
const shown = (page: Page): Promise<{ title: string; body: string }[]> => page.evaluate('window.shown');

async function ofAnna(options: Parameters<typeof openPage>[3] = {}, path = '/'): Promise<Page> {
  const page = await openPage(browser, site, complaints, { locale: 'en-US', ...options });
  await page.addInitScript(DESKTOP);
  await signIn(page, site, path, ANNA);
  return page;
}

describe('the bell', () => {
  it('counts what is new, shows it on the desktop after a click, and only what is the manager’s own', async () => {
    const page = await ofAnna();
    const count = page.locator('.notices-count .mantine-Indicator-indicator');
    const first = await enter('Customer one', anna);
    await page.waitForSelector('.notices-count:has-text("1")');
    expect(await shown(page)).toEqual([]);

    await page.click('.notices-bell');
    await page.waitForSelector('.notice:has-text("New lead: Customer one")');
    await count.waitFor({ state: 'detached' });
    await page.click('button:has-text("Show on this computer")');
    await page.waitForSelector('button:has-text("Show on this computer")', { state: 'detached' });

    await enter('Somebody else’s', boris);
    const { id } = await enter(HOSTILE, anna);
    await until('it is on the desktop', async () => (await shown(page)).length > 0);
    expect(await shown(page)).toEqual([expect.objectContaining({ title: `New lead: ${HOSTILE}`, body: `${HOSTILE} asks` })]);
    await page.evaluate('window.last.dispatchEvent(new Event("click"))');
    await page.waitForURL(`${site}/leads/${id}`);

    await page.reload();
    await page.waitForSelector('.notices-count:has-text("1")');
    await page.click('.notices-bell');
    await page.locator('.notice').nth(1).waitFor();
    expect(await page.locator('.notice').count()).toBe(2);
    await page.click('.notice:has-text("Customer one")');
    await page.waitForURL(`${site}/leads/${first.id}`);
    await page.reload();
    await page.waitForSelector('.notices-bell');
    expect([await count.count(), await shown(page)]).toEqual([0, []]);
  }, 60_000);
});

describe('my notifications', () => {
  it('takes a way, tries it, keeps quiet hours and tells by it', async () => {
    const page = await ofAnna({ locale: 'ru-RU' }, '/notifications');
    await page.click('button:has-text("Добавить webhook")');
    await page.fill('[name="ways.0.url"]', `http://127.0.0.1:${(program.address() as AddressInfo).port}/`);
    await page.fill('[name="ways.0.secret"]', 'short');
    await page.click('form:has([name="ways.0.url"]) [type=submit]');
    expect(await mistakeAt(page, 'ways.0.secret')).toBeTruthy();
    await page.fill('[name="ways.0.secret"]', SECRET);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.way:has-text("Webhook")');
    await page.click('button:has-text("Отправить проверку")');
    await page.waitForSelector('.outcome');
    expect(told.map(({ type }) => type)).toEqual(['notice.test']);

    const { id } = await enter('Customer three', anna);
    await until('the webhook was told', async () => told.length === 2);
    expect(told[1]).toMatchObject({ type: 'lead.opened', data: { leadId: id, managerId: anna, personName: 'Customer three', url: expect.stringMatching(`/leads/${id}$`) } });
    await page.waitForSelector('.deliveries:has-text("отправлено")', { timeout: 30_000 });

    await page.uncheck('[name=kinds][value=joined]');
    await page.locator('label:has-text("Тихие часы")').first().click();
    await page.fill('[name="quietHours.from"]', '21:30');
    await page.uncheck('[name="quietHours.days"][value="7"]');
    await page.click('form:has([name=kinds]) [type=submit]');
    await until('it is kept', async () => (await hub.api.get(`/api/v1/notifications/${anna}`)).quietHours !== undefined);
    const kept = await hub.api.get(`/api/v1/notifications/${anna}`);
    expect(kept).toMatchObject({ locale: 'ru', quietHours: { from: '21:30', to: '08:00', days: [1, 2, 3, 4, 5, 6] }, ways: [{ kind: 'webhook' }] });
    expect(kept.kinds).not.toContain('joined');
  }, 60_000);

  it('fits a phone, and has no serious fault for those who don’t see', async () => {
    const page = await ofAnna({ viewport: PHONE, reducedMotion: 'reduce' }, '/notifications');
    await page.waitForSelector('.way');
    expect({ wide: await isWide(page), faults: await axeFaults(page) }).toEqual({ wide: false, faults: [] });
    await page.click('.notices-bell');
    await page.waitForSelector('.notice');
    expect({ wide: await isWide(page), faults: await axeFaults(page) }).toEqual({ wide: false, faults: [] });
  }, 60_000);

  it('lets an administrator enter the mail server and the bot, and see to any manager’s ways', async () => {
    const page = await openPage(browser, site, complaints, { locale: 'en-US' });
    await signIn(page, site, '/managers');
    await page.locator('.manager:has-text("Anna")').locator('a:has-text("Notifications")').click();
    await page.waitForSelector('h1:has-text("Notifications: Anna")');
    await page.waitForSelector('.way:has-text("Webhook")');
    await page.fill('[name="mail.from"]', 'hub@example.com');
    await page.fill('[name="mail.host"]', '127.0.0.1');
    await page.fill('[name="mail.user"]', 'hub');
    await page.fill('[name="mail.password"]', 'the mail secret');
    await page.click('form:has([name="mail.host"]) [type=submit]');
    await until('it is kept', async () => (await hub.api.get('/api/v1/notifications/senders')).mail !== null);
    await page.reload();
    await page.waitForSelector('[name="mail.host"]');
    expect(await page.content()).not.toContain('the mail secret');
    expect(await hub.api.get('/api/v1/notifications/senders')).toMatchObject({ mail: { host: '127.0.0.1', port: 587, password: '••••••' }, telegram: null });
  }, 60_000);
});

it('made no script fail and asked nobody else', () => {
  expect(complaints).toEqual([]);
});
