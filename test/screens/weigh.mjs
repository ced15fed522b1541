/** Prints what a first visit costs (bytes, first paint) and how a list of 100,000 contacts scrolls, on this machine. */
import { chromium } from 'playwright-core';
import { endHub, makeDataDir, removeDataDir, startHub } from '../e2e/hub.mjs';
import { withChromium } from '../system/chromium.mjs';
import { scrollToTheEnd, serveContacts } from './many-contacts.mjs';
import { ADMIN } from './scene.mjs';

const VISITS = 5;
const MANY = 100_000;
const dataDir = makeDataDir();
const hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password } });
const browser = await chromium.launch({ executablePath: withChromium()?.env.TRIBUTARY_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
/** @type {number[]} */
const paints = [];
let [bytes, files] = [0, 0];
for (let visit = 0; visit < VISITS; visit += 1) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://localhost:${hub.options.port}/sign-in`);
  await page.waitForSelector('[name=password]');
  paints.push(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime"));
  const own = /** @type {number[]} */ (await page.evaluate("performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/')).map(({ encodedBodySize }) => encodedBodySize)"));
  [bytes, files] = [own.reduce((sum, each) => sum + each, 0), own.length];
  await context.close();
}
console.log(`sign-in page: ${files} files, ${Math.round(bytes / 1024)} KB (gzip); first contentful paint ${Math.round(paints.sort((a, b) => a - b)[Math.floor(VISITS / 2)])} ms, median of ${VISITS} cold visits`);

const page = await browser.newPage({ locale: 'ru-RU' });
await serveContacts(page, MANY);
await page.goto(`http://localhost:${hub.options.port}/sign-in?back=/contacts`);
await page.fill('[name=email]', ADMIN.email);
await page.fill('[name=password]', ADMIN.password);
await page.keyboard.press('Enter');
await page.waitForSelector('.row-link');
await page.evaluate(`window.tasks = []; new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' }); undefined`);
const most = await scrollToTheEnd(page, MANY);
const tasks = /** @type {number[]} */ (await page.evaluate('window.tasks'));
console.log(`${MANY} contacts scrolled to the end: at most ${most} rows in the page, ${tasks.length} tasks over 50 ms, the longest ${Math.round(Math.max(0, ...tasks))} ms`);
await browser.close();
await endHub(hub);
await removeDataDir(dataDir);
