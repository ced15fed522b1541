import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Customers, TelegramServer } from '@tributary/telegram-simulator/server.mjs';
import type { Browser, Page } from 'playwright-core';
import { endHub, type Hub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { ADMIN, axeFaults, isWide, launch, openPage, PHONE, signIn } from './browser.js';

const WORD = 'ж'.repeat(3_000);
const RIGHT_TO_LEFT = 'مرحبا، كم سعر الباب؟ 500 (rub)';
const EMOJI = '👩‍👩‍👧‍👦'.repeat(40);
const FILE = `${'Смета_на_двери_'.repeat(14)}.pdf`.slice(-200);
const TITLE = 'Стройка'.repeat(37).slice(0, 255);
const NAME = 'Петров Иван Иванович';

/** Within itself, too, nothing is wider than its frame, and there is room to read. */
const FRAMES = `['.talk-list', '.talk-thread', '.thread-head', '.thread', '.composer', '.chosen-files .mantine-Button-label', '[role=dialog]', '.canned-choice'].flatMap((name) => [...document.querySelectorAll(name)].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(() => name))`;
const DIRECTIONS = `[...document.querySelectorAll('.bubble.theirs .bubble-text')].slice(0, 3).map((text) => getComputedStyle(text).direction)`;
const ROOM = `document.querySelector('.thread').clientHeight`;

describe('a conversation with odd texts on a phone', () => {
  const dataDir = makeDataDir();
  const complaints: string[] = [];
  const telegram = new TelegramServer({ pauseFactor: 0.05 });
  let hub: Hub;
  let browser: Browser;
  let site: string;
  let talk: string;
  let group: string;

  beforeAll(async () => {
    const apiRoot = `http://127.0.0.1:${await telegram.listen()}`;
    const bot = telegram.addBot({ username: 'acme_doors_bot' });
    const customers = new Customers(bot);
    hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password } });
    site = `http://localhost:${hub.options.port}`;
    await hub.api.post('/api/v1/accounts', { channel: 'telegram', name: 'Bot', line: 'main', settings: { token: bot.token, apiRoot, upkeepSeconds: 1 } });
    await hub.api.post('/api/v1/canned-answers', { name: WORD.slice(0, 100), text: `{name}, ${WORD.slice(0, 900)}`, shared: true });
    const from = { id: 1_001, first_name: NAME };
    for (const text of [WORD, RIGHT_TO_LEFT, EMOJI]) customers.write({ from, text });
    customers.file({ from, bytes: 'an offer', name: FILE, mediaType: 'application/pdf' });
    customers.write({ from: { id: 1_002, first_name: WORD.slice(0, 64) }, chat: { id: -500, type: 'group', title: TITLE }, text: `@acme_doors_bot ${WORD.slice(0, 500)}` });
    const of = async (kind: string) => (await hub.api.get('/api/v1/conversations')).items.find((each: { kind?: string }) => each.kind === kind)?.id;
    await until('all of it is there', async () => Boolean(await of('group')) && (await hub.api.get(`/api/v1/conversations/${await of('private')}/items`)).items.some(({ contact }: { contact?: { attachments?: unknown[] } }) => contact?.attachments?.length === 1));
    [talk, group] = [await of('private'), await of('group')];
    for (let each = 1; each <= 12; each += 1) await hub.api.post(`/api/v1/conversations/${talk}/note`, { text: `note ${each}${each === 12 ? WORD : ''}` });
    browser = await launch();
  }, 240_000);

  afterAll(async () => {
    await browser.close();
    await endHub(hub);
    await telegram.close();
    await removeDataDir(dataDir);
  }, 60_000);

  const faults = async (page: Page) => [await isWide(page), await page.evaluate(FRAMES), await axeFaults(page)];

  it.each(['ru-RU', 'en-US'])('is whole in %s: lists, threads, what is written, dialogs', async (locale) => {
    const page = await openPage(browser, site, complaints, { locale, viewport: PHONE, hasTouch: true, reducedMotion: 'reduce' });
    await signIn(page, site, '/conversations');
    await page.locator('.talk-row').nth(1).waitFor();
    expect(await faults(page)).toEqual([false, [], []]);

    await page.goto(`${site}/conversations/${group}`);
    await page.locator('.bubble').first().waitFor();
    expect([await faults(page), Number(await page.evaluate(ROOM)) > 250]).toEqual([[false, [], []], true]);

    await page.goto(`${site}/conversations/${talk}`);
    await page.locator('.bubble.note').nth(11).waitFor();
    await page.locator('input[type=file]').setInputFiles([1, 2, 3].map((n) => ({ name: `${n}${FILE}`, mimeType: 'application/pdf', buffer: Buffer.from('offer') })));
    await page.locator('.composer textarea').first().fill(WORD);
    expect([await faults(page), Number(await page.evaluate(ROOM)) > 150]).toEqual([[false, [], []], true]);
    await page.evaluate('document.querySelector(".thread").scrollTo({ top: -document.querySelector(".thread").scrollHeight })');
    expect(await page.evaluate(DIRECTIONS)).toEqual(['ltr', 'rtl', 'ltr']);

    await page.locator('.composer textarea').first().fill('');
    await page.locator('.composer button').filter({ hasText: locale === 'ru-RU' ? 'Заготовки' : 'Canned' }).click();
    await page.locator('.canned-choice').waitFor();
    expect(await faults(page)).toEqual([false, [], []]);
    await page.locator('.canned-choice').click();
    await until('it is put in, as the server calls them', async () => (await page.locator('.composer textarea').first().inputValue()).startsWith('Иван, ж'));
    await page.context().close();
  }, 180_000);

  it('made no script fail and asked nobody else', () => {
    expect(complaints).toEqual([]);
  });
});
