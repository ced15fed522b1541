/**
 * `npm run screens`: every screen of the console, on a desk and on a phone, in Russian light and dark and in English light, into
 * docs/screens. A page that is wider than its screen, or a script that fails, ends it with an error.
 *   --only NAME   one screen
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { withChromium } from '../system/chromium.mjs';
import { ADMIN, screensOf, setScene } from './scene.mjs';

const FOLDER = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const LOOKS = /** @type {const} */ ([['ru', 'light'], ['ru', 'dark'], ['en', 'light']]);
const MOST_PIXELS = 2_400;
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const prepared = withChromium();
if (!prepared) throw new Error('This needs a Chromium: apt-get install chromium, or set TRIBUTARY_CHROMIUM.');

/** @type {string[]} */
const complaints = [];
if (!only) rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const scene = await setScene();
const browser = await chromium.launch({ executablePath: prepared.env.TRIBUTARY_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
try {
  for (const [locale, scheme] of LOOKS) for (const size of /** @type {const} */ (['desktop', 'phone'])) await takeAll(locale, scheme, size);
} finally {
  await browser.close();
  await scene.close();
}
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;

/** @param {string} locale @param {'light' | 'dark'} colorScheme @param {keyof typeof SIZES} size */
async function takeAll(locale, colorScheme, size) {
  const context = await browser.newContext({ locale, colorScheme, viewport: SIZES[size], reducedMotion: 'reduce' });
  const page = await context.newPage();
  let at = '';
  page.on('pageerror', ({ message }) => complaints.push(`${at} ${locale} ${colorScheme} ${size}: ${message}`));
  const take = async (name) => {
    if (only && only !== name) return;
    at = name;
    await page.waitForSelector('.mantine-Loader-root', { state: 'detached' });
    await page.waitForTimeout(250); // fonts and transitions
    const { wide, height } = await page.evaluate('({ wide: document.documentElement.scrollWidth > innerWidth, height: document.documentElement.scrollHeight })');
    if (wide) complaints.push(`${name} ${locale} ${colorScheme} ${size}: wider than the screen`);
    await page.screenshot({ path: `${FOLDER}${name}.${locale}.${colorScheme}.${size}.jpg`, type: 'jpeg', quality: 42, clip: { x: 0, y: 0, width: SIZES[size].width, height: name === 'palette' ? SIZES[size].height : Math.min(height, MOST_PIXELS) }, fullPage: name !== 'palette' });
    console.log(`${name} ${locale} ${colorScheme} ${size}`);
  };
  await page.goto(`${scene.site}/setup?token=of-a-link-that-was-printed`);
  await page.waitForSelector('h1');
  await take('set-up');
  await page.goto(`${scene.site}/sign-in`);
  await page.waitForSelector('[name=password]');
  await take('sign-in');
  await page.fill('[name=email]', ADMIN.email);
  await page.fill('[name=password]', ADMIN.password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:not(:has-text("Tributary"))');
  await page.waitForURL(`${scene.site}/`);
  for (const [name, path] of screensOf(scene.ids)) {
    if (only && only !== name) continue;
    await page.goto(scene.site + path);
    await page.waitForSelector('#main h1');
    await take(name);
  }
  await page.goto(`${scene.site}/connectors`);
  await page.waitForSelector('#main h1');
  await page.keyboard.press('Control+k');
  await page.waitForSelector('[role=dialog] input');
  await take('palette');
  await context.close();
}
