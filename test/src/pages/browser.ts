import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Runs by `npm run test:all`, which finds or installs the browser. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['TRIBUTARY_CHROMIUM'], args: ARGS });
}

export const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };
export const PHONE = { width: 390, height: 844 };

/** A page that writes down what must not happen: scripts that fail, requests to elsewhere, what its policy had to stop. */
export async function openPage(browser: Browser, site: string, complaints: string[], options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content.Security.Policy|Trusted ?Type/i.test(message.text())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${site}/`) && !url.startsWith('data:') && !url.startsWith('about:')) complaints.push(`asks for ${url}`);
  });
  return page;
}

export async function signIn(page: Page, site: string, path = '/', { email, password } = ADMIN): Promise<void> {
  await page.goto(`${site}/sign-in?back=${encodeURIComponent(path)}`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${site}${path}`);
  await page.waitForSelector('#main h1');
}

export async function isWide(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > innerWidth');
}

/** Serious faults only, each with where it is. */
export async function axeFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`));
}

/** The words that stand at a field which is wrong. */
export async function mistakeAt(page: Page, field: string): Promise<string> {
  const input = page.locator(`[name="${field}"][aria-invalid="true"]`);
  await input.waitFor();
  return page.locator(`[id="${await input.getAttribute('id')}-error"]`).innerText();
}
