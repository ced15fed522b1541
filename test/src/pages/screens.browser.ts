import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Scene, screensOf, setScene } from '../../screens/scene.mjs';
import { axeFaults, isWide, launch, openPage, PHONE, signIn } from './browser.js';

const DESK = { locale: 'ru-RU', colorScheme: 'light' as const };
const DARK_PHONE = { locale: 'en-US', colorScheme: 'dark' as const, viewport: PHONE };

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

/** Looks at every screen, one after the other. @returns what is wrong, by screen */
async function lookAround(options: typeof DESK | typeof DARK_PHONE): Promise<object[]> {
  const page = await openPage(browser, scene.site, complaints, { ...options, reducedMotion: 'reduce' });
  await page.goto(`${scene.site}/sign-in`);
  await page.waitForSelector('[name=password]');
  const seen = [{ name: 'sign-in', wide: await isWide(page), faults: await axeFaults(page) }];
  await signIn(page, scene.site);
  for (const [name, path] of screensOf(scene.ids)) {
    await page.goto(scene.site + path);
    await page.waitForSelector('#main h1');
    await page.waitForSelector('.mantine-Loader-root', { state: 'detached' });
    seen.push({ name, wide: await isWide(page), faults: await axeFaults(page) });
  }
  expect(seen.length).toBeGreaterThan(30);
  return seen.filter(({ wide, faults }) => wide || faults.length > 0);
}

describe('every screen', () => {
  it('fits, has no serious fault for those who don’t see: light, on a desk, in Russian; dark, on a phone, in English', async () => {
    expect(await Promise.all([lookAround(DESK), lookAround(DARK_PHONE)])).toEqual([[], []]);
  }, 480_000);

  it('made no script fail and asked nobody else', () => {
    expect(complaints).toEqual([]);
  });
});
