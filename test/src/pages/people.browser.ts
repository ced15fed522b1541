import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { ADMIN, launch, openPage, signIn } from './browser.js';

const dataDir = makeDataDir();
const complaints: string[] = [];
let hub: Hub;
let browser: Browser;
let form: string;

beforeAll(async () => {
  hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password } });
  await hub.api.post('/api/v1/managers', { name: 'Anna', email: 'anna@example.com' });
  form = (await hub.api.post('/api/v1/accounts', { channel: 'form', name: 'Site', line: 'main', settings: {} })).id;
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

async function post(body: object): Promise<void> {
  const { id } = await hub.api.post(`/f/${form}`, body);
  await until('it is a lead', async () => (await hub.api.get(`/api/v1/contacts/${id}`)).lead !== undefined, { timeoutMs: 30_000 });
}

it('two people are suggested as one, merged, parted again, and one is erased for good', async () => {
  await post({ name: 'Ivan', phone: '+7 916 000-00-01', message: 'By phone' });
  await post({ name: 'Ivan Petrov', email: 'ivan@client.example', message: 'By mail' });
  await post({ name: 'Ivan', phone: '+7 916 000-00-01', email: 'ivan@client.example', message: 'Both' });
  const site = `http://localhost:${hub.options.port}`;
  const page = await openPage(browser, site, complaints, { locale: 'en-US' });
  await signIn(page, site, '/people?tab=suggestions');

  await page.click('.suggestion button:has-text("They are one")');
  await page.getByLabel('Whose name').selectOption({ label: 'Ivan Petrov' });
  await page.click('[role=dialog] button[type=submit]');
  await page.waitForSelector('.empty:has-text("Nothing here")');
  await page.goto(`${site}/people?q=petrov`);
  await page.click('.row-link');
  await page.waitForSelector('h1:has-text("Ivan Petrov")');
  await page.locator('.timeline li').nth(2).waitFor();
  await page.waitForSelector('text=+79160000001');

  await page.click('button:has-text("Record a call or meeting")');
  await page.fill('[name=result]', 'Agreed on Monday');
  await page.click('[role=dialog] button[type=submit]');
  await page.waitForSelector('.timeline li:has-text("Agreed on Monday")');

  await page.click('button:has-text("Undo a merge")');
  await page.click('[role=dialog] button[type=submit]');
  await page.waitForSelector('text=They are two again.');
  expect((await hub.api.get('/api/v1/people')).items).toHaveLength(2);

  await page.goto(`${site}/people?tab=shared`);
  await page.fill('[name=value]', '8 (495) 000-00-00');
  await page.click('button:has-text("Mark as shared")');
  await page.click('.shared:has-text("+74950000000") button');
  await page.waitForSelector('.empty');
  await page.goBack();

  await page.click('button:has-text("Erase")');
  const dialog = page.getByRole('dialog');
  const name = String(/“(.*)”/.exec(await dialog.innerText())?.[1]);
  await dialog.getByRole('textbox').fill('somebody else');
  await dialog.locator('button[type=submit]').click();
  await dialog.locator('.failure').waitFor();
  expect((await hub.api.get('/api/v1/people')).items).toHaveLength(2);
  await dialog.getByRole('textbox').fill(name);
  await dialog.locator('button[type=submit]').click();
  await page.waitForURL('**/people');
  expect((await hub.api.get('/api/v1/people')).items).toHaveLength(1);
  expect(complaints).toEqual([]);
}, 120_000);
