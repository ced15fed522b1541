import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConsole, type TestConsole } from '../testing/console-server.js';

/** What `npm run build` left; these tests run after it. */
const BUILT = new URL('../../../../apps/console-web/dist/', import.meta.url).pathname;
const ASSETS = readdirSync(`${BUILT}assets`).map((name) => `assets/${name}`);
const SOURCES = new URL('../../../../apps/console-web/src/', import.meta.url).pathname;
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name)).map((name) => readFileSync(SOURCES + name, 'utf8')).join('\n');
const PATHS = [
  '/', '/setup?token=x', '/sign-in', '/leads?status=any', '/leads/1', '/conversations', '/conversations/1', '/canned-answers', '/contacts', '/contacts/1', '/people', '/people/1', '/connectors', '/connectors/add', '/connectors/add/email', '/connectors/1?tab=jobs',
  '/quarantine', '/alarms', '/custody', '/managers', '/users', '/audit',
];

describe('pages', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await testConsole();
  });
  afterAll(() => console.stop());

  it.each(PATHS)('serve %s with a policy that allows nothing inline but what carries the nonce', async (path) => {
    const { status, headers, text } = await console.call('GET', path);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
    const policy = String(headers.get('content-security-policy'));
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w-]{22}';/);
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(text).not.toMatch(/<style|style=|<script(?![^>]*src=)| on\w+=/);
    expect(text).toContain(String(/'nonce-([\w-]+)'/.exec(policy)?.[1]));
    expect(text).not.toContain('__NONCE__');
  });

  it('give each answer a nonce of its own', async () => {
    const nonce = async () => /'nonce-([\w-]+)'/.exec(String((await console.call('GET', '/')).headers.get('content-security-policy')))?.[1];
    expect(await nonce()).not.toBe(await nonce());
  });

  it('come in the viewer’s language, chosen or the browser’s', async () => {
    const lang = async (headers: Record<string, string>) => /<html lang="(\w+)"/.exec((await console.call('GET', '/', { headers })).text)?.[1];
    expect(await lang({ 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.8' })).toBe('ru');
    expect(await lang({ 'accept-language': 'en' })).toBe('en');
    expect(await lang({ 'accept-language': 'en', cookie: 'a=b; tributary_lang=ru' })).toBe('ru');
  });

  it('give every file, and again only when it has changed', async () => {
    for (const name of [...ASSETS, 'icon.svg']) {
      const { status, headers } = await console.call('GET', `/${name}`);
      expect([name, status]).toEqual([name, 200]);
      const again = await console.call('GET', `/${name}`, { headers: { 'if-none-match': headers.get('etag') ?? '' } });
      expect([name, again.status, again.text]).toEqual([name, 304, '']);
    }
  });

  it('give nothing else', async () => {
    for (const path of ['assets/../index.html', 'assets/..%2fpackage.json', 'assets/%2e%2e/.sources', 'assets/', 'assets/constructor', '.sources', 'index.html']) {
      expect([path, (await console.call('GET', `/${path}`)).status]).toEqual([path, 404]);
    }
  });

  it('never make markup of text', () => {
    expect(sources).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|new Function|dangerouslySetInnerHTML|srcdoc/i);
  });
});
