import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Customers, TelegramServer } from '@tributary/telegram-simulator/server.mjs';
import type { Browser, Locator, Page } from 'playwright-core';
import { endHub, type Hub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { ADMIN, launch, openPage, signIn } from './browser.js';

const ANNA = { email: 'anna@example.com', password: 'another long passphrase' };
const BORIS = { email: 'boris@example.com', password: 'another long passphrase' };

describe('what is being written', () => {
  const dataDir = makeDataDir();
  const complaints: string[] = [];
  const telegram = new TelegramServer({ pauseFactor: 0.05 });
  let hub: Hub;
  let browser: Browser;
  let site: string;
  let customers: Customers;
  let page: Page;
  /** Of two conversations. */
  let door: string;
  let glass: string;

  beforeAll(async () => {
    const apiRoot = `http://127.0.0.1:${await telegram.listen()}`;
    const bot = telegram.addBot({ username: 'acme_doors_bot' });
    customers = new Customers(bot);
    hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password } });
    site = `http://localhost:${hub.options.port}`;
    const anna = (await hub.api.post('/api/v1/managers', { name: 'Anna', email: ANNA.email })).id;
    await hub.api.post('/api/v1/users', { ...ANNA, name: 'Anna', role: 'manager', managerId: anna });
    await hub.api.post('/api/v1/users', { ...BORIS, name: 'Boris', role: 'operator' });
    await hub.api.post('/api/v1/accounts', { channel: 'telegram', name: 'Bot', line: 'main', settings: { token: bot.token, apiRoot, upkeepSeconds: 1 } });
    [door, glass] = [await written(1_001, 'A door, please'), await written(1_002, 'A window, please')];
    browser = await launch();
    page = await openPage(browser, site, complaints, { locale: 'en-US' });
    await signIn(page, site, door, ANNA);
  }, 240_000);

  afterAll(async () => {
    await browser.close();
    await endHub(hub);
    await telegram.close();
    await removeDataDir(dataDir);
  }, 60_000);

  /** @returns the address of the conversation that a customer's words are in */
  const written = async (id: number, text: string): Promise<string> => {
    customers.write({ from: { id, first_name: 'Maria' }, text });
    let conversation = '';
    await until(`"${text}" is in a conversation`, async () => {
      conversation = String((await hub.api.get(`/api/v1/conversations?q=${encodeURIComponent(text)}`)).items[0]?.id ?? '');
      return conversation !== '';
    });
    return `/conversations/${conversation}`;
  };
  const answer = (): Locator => page.getByLabel('Your answer');
  const note = (): Locator => page.getByLabel('Your note');
  const mode = (name: 'Note' | 'Answer') => page.locator('.composer').getByText(name, { exact: true }).click();
  const open = async (path: string) => {
    await page.locator(`.talk-row[href="${path}"]`).click();
    await page.waitForURL(site + path);
    await answer().waitFor();
  };
  /** By the form that stands there: what is in memory stays. */
  const signInHere = async ({ email, password }: typeof ANNA, name: string) => {
    await page.fill('[name=email]', email);
    await page.fill('[name=password]', password);
    await page.keyboard.press('Enter');
    await page.locator(`.user-menu[aria-label="${name}"]`).waitFor();
  };

  describe('while a note is on its way', () => {
    let letGo: () => void;

    const noteUnderWay = async (text: string) => {
      const gate = new Promise<void>((go) => (letGo = go));
      await page.unroute('**/note');
      await page.route('**/note', async (route) => {
        await gate;
        await route.continue();
      });
      await mode('Note');
      await note().fill(text);
      await page.getByRole('button', { name: 'Keep the note' }).click();
    };
    const arrived = async (text: string) => {
      letGo();
      await page.locator('.bubble.note').filter({ hasText: text }).waitFor();
    };

    it('stays: what is written on', async () => {
      await noteUnderWay('first note');
      await note().fill('first note and more');
      await arrived('first note');
      expect(await note().inputValue()).toBe('first note and more');
      await note().fill('');
    }, 90_000);

    it('stays in another conversation, and the note isn’t sent twice from where one comes back to', async () => {
      await noteUnderWay('second note');
      await open(glass);
      await answer().fill('Which window?');
      await open(door);
      await mode('Note');
      expect(await page.getByRole('button', { name: 'Keep the note' }).getAttribute('data-loading')).toBe('true');
      await arrived('second note');
      await until('the note has left the field', async () => (await note().inputValue()) === '');
      await open(glass);
      expect(await answer().inputValue()).toBe('Which window?');
      await answer().fill('');
      await open(door);
    }, 90_000);

    it('stays: the answer, on the screen and when the page is loaded anew', async () => {
      await noteUnderWay('third note');
      await mode('Answer');
      await answer().fill('A long answer to the customer');
      await arrived('third note');
      expect(await answer().inputValue()).toBe('A long answer to the customer');
      await page.reload();
      await answer().waitFor();
      expect(await answer().inputValue()).toBe('A long answer to the customer');
      await mode('Note');
      expect(await note().inputValue()).toBe('');
      await mode('Answer');
    }, 90_000);
  });

  describe('is its writer’s alone', () => {
    const lost = () => page.locator('.bubble.ours').filter({ hasText: 'This got lost' });

    /** A half answer with a file, and one that didn't reach the server. */
    const leaveSomething = async () => {
      await page.route('**/reply', (route) => route.abort('connectionreset'));
      await answer().fill('This got lost');
      await page.keyboard.press('Enter');
      await lost().getByRole('button', { name: 'Try again' }).waitFor();
      await page.unroute('**/reply');
      await answer().fill('half an answer, private');
      await page.locator('input[type=file]').setInputFiles({ name: 'offer.txt', mimeType: 'text/plain', buffer: Buffer.from('500') });
      await page.locator('.chosen-files').filter({ hasText: 'offer.txt' }).waitFor();
    };
    /** Once all of the conversation is drawn. */
    const left = async () => {
      await page.locator('.bubble.theirs').waitFor();
      const kept = await page.evaluate('Object.keys(sessionStorage).filter((key) => key.startsWith("tributary-draft-")).length');
      return [await answer().inputValue(), await page.locator('.chosen-files').count(), await lost().count(), kept];
    };
    /** The session runs out: the next that one asks for says so. */
    const runOut = async () => {
      await page.context().clearCookies({ name: 'tributary' });
      await mode('Note');
      await note().fill('nobody keeps this');
      await page.getByRole('button', { name: 'Keep the note' }).click();
      await page.locator('[name=password]').waitFor();
    };

    it('is there for them when their session has run out, and gone for who signs in next', async () => {
      await leaveSomething();
      await runOut();
      await signInHere(ANNA, 'Anna');
      expect((await left()).slice(0, 3)).toEqual(['half an answer, private', 1, 1]);
      await runOut();
      await signInHere(BORIS, 'Boris');
      expect(await left()).toEqual(['', 0, 0, 0]);
    }, 120_000);

    it('is gone when they sign out, which is asked about before an answer is lost', async () => {
      await leaveSomething();
      await page.locator('.user-menu').click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      const question = page.getByRole('dialog').filter({ hasText: 'has not reached the server' });
      await question.getByRole('button', { name: 'Sign out' }).click();
      await signInHere(BORIS, 'Boris');
      await page.locator('nav').getByRole('link', { name: 'Conversations' }).click();
      await open(door);
      expect(await left()).toEqual(['', 0, 0, 0]);
    }, 120_000);

    it('is gone when somebody else has signed in by another tab', async () => {
      await leaveSomething();
      const other = await page.context().newPage();
      await signIn(other, site, '/', ANNA);
      await other.close();
      // As the browser does when one comes back to the tab.
      await page.evaluate('document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))');
      await page.locator('.user-menu[aria-label="Anna"]').waitFor();
      expect(await left()).toEqual(['', 0, 0, 0]);
    }, 120_000);
  });

  it('made no script fail and asked nobody else', () => {
    expect(complaints).toEqual([]);
  });
});
