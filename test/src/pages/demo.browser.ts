import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { ADMIN, axeFaults, isWide, launch, openPage, PHONE } from './browser.js';

const dataDir = makeDataDir();
const complaints: string[] = [];
let hub: Hub;
let browser: Browser;

beforeAll(async () => {
  hub = await startHub({ dataDir, args: ['--demo'] });
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

it('takes a newcomer from the printed link to a mail and a form that arrive, on a phone', async () => {
  const site = `http://localhost:${hub.options.port}`;
  const page = await openPage(browser, site, complaints, { locale: 'ru-RU', viewport: PHONE });
  await until('the demo is told of', async () => hub.output.includes('--remove-demo'), { timeoutMs: 30_000 });
  const link = new URL(String(/http:\S+\/setup\?token=\S+/.exec(hub.output)?.[0]));
  await page.goto(site + link.pathname + link.search);
  await page.fill('[name=name]', 'Новичок');
  await page.fill('[name=email]', ADMIN.email);
  await page.fill('[name=password]', ADMIN.password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.demo');
  expect({ wide: await isWide(page), faults: await axeFaults(page) }).toEqual({ wide: false, faults: [] });

  await page.click('button:has-text("Отправить письмо")');
  await page.waitForSelector('.newest .row-link:has-text("Расчёт стоимости")', { timeout: 30_000 });
  await page.click('button:has-text("Отправить заявку")');
  await page.waitForSelector('.newest .row-link:has-text("Иван Петров")', { timeout: 30_000 });
  await page.click('.newest .row-link:has-text("Иван Петров")');
  await page.waitForSelector('text=+79161234567');
  expect(complaints).toEqual([]);
}, 90_000);
