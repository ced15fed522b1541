/** Prints what a first visit costs: bytes of the pages and the first paint, median of 5 cold visits on this machine. */
import { chromium } from 'playwright-core';
import { endHub, makeDataDir, removeDataDir, startHub } from '../e2e/hub.mjs';
import { withChromium } from '../system/chromium.mjs';

const VISITS = 5;
const dataDir = makeDataDir();
const hub = await startHub({ dataDir });
const browser = await chromium.launch({ executablePath: withChromium()?.env.TRIBUTARY_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
/** @type {number[]} */
const paints = [];
let [bytes, files] = [0, 0];
for (let visit = 0; visit < VISITS; visit += 1) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://localhost:${hub.options.port}/sign-in`);
  await page.waitForSelector('[name=password]');
  paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN));
  [bytes, files] = await page.evaluate(() => {
    const own = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/'));
    return [own.reduce((sum, entry) => sum + /** @type {PerformanceResourceTiming} */ (entry).encodedBodySize, 0), own.length];
  });
  await context.close();
}
console.log(`sign-in page: ${files} files, ${Math.round(bytes / 1024)} KB (gzip); first contentful paint ${Math.round(paints.sort((a, b) => a - b)[Math.floor(VISITS / 2)])} ms, median of ${VISITS} cold visits`);
await browser.close();
await endHub(hub);
await removeDataDir(dataDir);
