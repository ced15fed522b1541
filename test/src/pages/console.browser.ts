import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { CutProxy } from '../../faults/mail/cut-proxy.mjs';
import { type Scene, setScene } from '../../screens/scene.mjs';
import { scrollToTheEnd, serveContacts } from '../../screens/many-contacts.mjs';
import { launch, openPage, signIn } from './browser.js';

const complaints: string[] = [];
let scene: Scene;
let browser: Browser;

beforeAll(async () => {
  scene = await setScene();
  browser = await launch();
}, 180_000);

afterAll(async () => {
  await browser.close();
  await scene.close();
}, 60_000);

describe('by keyboard', () => {
  it('goes anywhere by Ctrl+K, to pages by "g", into a list by j', async () => {
    const page = await openPage(browser, scene.site, complaints, { locale: 'en-US' });
    await signIn(page, scene.site);
    await page.keyboard.press('Control+k');
    await page.waitForSelector('[role=dialog] input');
    await page.keyboard.type('quaran');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/quarantine');
    await page.waitForSelector('[role=dialog]', { state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL('**/contacts');
    const rows = page.locator('.row-link');
    await rows.nth(1).waitFor();
    await rows.first().focus();
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.closest("[data-index]").dataset.index')).toBe('1');
    await page.keyboard.press('?');
    await page.waitForSelector('[role=dialog]:has-text("Keys")');
  }, 60_000);
});

describe('when the connection is lost', () => {
  it('says so, and misses nothing when it is back', async () => {
    const network = await CutProxy.start(scene.hub.options.port);
    try {
      const site = `http://localhost:${network.port}`;
      const page = await openPage(browser, site, complaints, { locale: 'en-US' });
      await signIn(page, site, '/contacts');
      await page.waitForSelector('.row-link');
      await network.refuse();
      network.drop();
      await page.waitForSelector('.lost', { timeout: 30_000 });
      const posted = await fetch(`${scene.hub.url}/f/${scene.ids.form}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Came meanwhile', phone: '+79160000001' }) });
      expect(posted.status).toBe(202);
      await network.mend();
      await page.waitForSelector('.row-link:has-text("Came meanwhile")', { timeout: 30_000 });
      await page.waitForSelector('.lost', { state: 'detached', timeout: 30_000 });
    } finally {
      await network.stop();
    }
  }, 90_000);
});

describe('a list of 100,000 contacts', () => {
  const ALL = 100_000;

  it('keeps at most 200 rows in the page while it is scrolled to its end', async () => {
    const page = await openPage(browser, scene.site, complaints, { locale: 'ru-RU' });
    await serveContacts(page, ALL);
    await signIn(page, scene.site, '/contacts');
    await page.waitForSelector('.row-link');
    const most = await scrollToTheEnd(page, ALL);
    expect(most).toBeLessThanOrEqual(200);
  }, 180_000);
});

it('made no script fail and asked nobody else', () => {
  expect(complaints).toEqual([]);
});
