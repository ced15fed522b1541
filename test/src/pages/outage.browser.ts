import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { ImapServer } from '@tributary/imap-simulator/server.mjs';
import { ADMIN, launch, openPage, signIn } from './browser.js';

const ADDRESS = 'sales@shop.example';
const MISSED = 7;

const dataDir = makeDataDir();
const mail = new ImapServer();
/** What the pager was told, by type. */
const told: { type: string; data: Record<string, unknown> }[] = [];
const pager = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    told.push(JSON.parse(body) as (typeof told)[number]);
    response.writeHead(204).end();
  });
});
const complaints: string[] = [];
let hub: Hub;
let browser: Browser;

beforeAll(async () => {
  const port = await mail.listen();
  mail.addUser(ADDRESS);
  await new Promise<void>((listening) => void pager.listen(0, '127.0.0.1', listening));
  hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password, TRIBUTARY_PRIVATE_TARGETS: 'true' } });
  await hub.api.post('/api/v1/managers', { name: 'Anna', email: 'anna@example.com' });
  await hub.api.post('/api/v1/accounts', { channel: 'email', name: 'Sales', line: 'main', settings: { user: ADDRESS, password: 'secret', host: '127.0.0.1', port, secure: false } });
  await hub.api.post('/api/v1/alarm-targets', {
    kind: 'webhook', name: 'Pager', settings: { url: `http://127.0.0.1:${(pager.address() as AddressInfo).port}/`, secret: `whsec_${Buffer.alloc(24, 1).toString('base64')}` },
  });
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await endHub(hub);
  await removeDataDir(dataDir);
  await mail.close();
  await new Promise((closed) => pager.close(closed));
}, 60_000);

it('a refused mailbox is red with its reason, an alarm goes another way, the new password makes it green and the announced gap is filled', async () => {
  const site = `http://localhost:${hub.options.port}`;
  const page = await openPage(browser, site, complaints, { locale: 'en-US' });
  await signIn(page, site, '/connectors');
  await page.waitForSelector('.connector[data-health=ok]', { timeout: 30_000 });
  mail.deliver(ADDRESS, letter(0));
  await page.waitForSelector('.connector:has-text("accepted today: 1")', { timeout: 30_000 });

  mail.setUser(ADDRESS, { password: 'changed' });
  mail.drop();
  await page.waitForSelector('.connector[data-health=broken] .fix:has-text("refused user name or password")', { timeout: 30_000 });
  await expect(toldOf('alarm.opened')).resolves.toMatchObject({ data: expect.objectContaining({ code: 'credentials-refused' }) });

  for (let each = 1; each <= MISSED; each += 1) mail.deliver(ADDRESS, letter(each));
  await page.fill('.connector [name="settings.password"]', 'changed');
  await page.click('.connector .fix button[type=submit]');
  await page.waitForSelector('.connector[data-health=ok]', { timeout: 30_000 });
  await page.waitForSelector(`.connector:has-text("accepted today: ${1 + MISSED}")`, { timeout: 30_000 });
  await expect(toldOf('alarm.resolved')).resolves.toBeDefined();

  // What was announced, and that it was filled, stays to be read.
  await page.click('.connector-name');
  await page.click('[role=tab]:has-text("Fetched again")');
  const job = page.locator('.jobs tbody tr', { hasText: 'Gap of an outage' });
  await job.getByText('done').waitFor();
  expect(await job.locator('td').allInnerTexts()).toEqual(expect.arrayContaining([String(MISSED)]));
  expect(complaints).toEqual([]);
}, 180_000);

async function toldOf(type: string): Promise<(typeof told)[number]> {
  await until(`somebody is told ${type}`, () => Promise.resolve(told.some((each) => each.type === type)), { timeoutMs: 30_000 });
  return told.find((each) => each.type === type) as (typeof told)[number];
}

function letter(number: number): string {
  return [`From: client${number}@client.example`, `To: ${ADDRESS}`, `Subject: Question ${number}`, `Message-ID: <q${number}@client.example>`, `Date: ${new Date().toUTCString()}`, '', 'How much?', ''].join('\r\n');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
