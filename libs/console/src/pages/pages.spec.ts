import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConsole, type TestConsole } from '../testing/console-server.js';
import { pageTexts } from '../texts/console-texts.js';

const ASSETS = new URL('../../assets/', import.meta.url).pathname;
const SCRIPTS = readdirSync(ASSETS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
const sources = SCRIPTS.map((name) => readFileSync(join(ASSETS, name), 'utf8')).join('\n');

describe('pages', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await testConsole();
  });
  afterAll(() => console.stop());

  it.each(['/', '/setup?token=x', '/sign-in', '/leads?status=any', '/contacts', '/contacts/1', '/connectors', '/connectors/add-mailbox', '/quarantine', '/managers', '/users'])(
    'serve %s with a policy that allows nothing inline',
    async (path) => {
      const { status, headers, text } = await console.call('GET', path);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(text).not.toMatch(/<style|style=|<script(?![^>]*src=)| on\w+=/);
    },
  );

  it('come in the viewer’s language, chosen or the browser’s', async () => {
    const lang = async (headers: Record<string, string>) => /<html lang="(\w+)"/.exec((await console.call('GET', '/', { headers })).text)?.[1];
    expect(await lang({ 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.8' })).toBe('ru');
    expect(await lang({ 'accept-language': 'en' })).toBe('en');
    expect(await lang({ 'accept-language': 'en', cookie: 'a=b; tributary_lang=ru' })).toBe('ru');
  });

  it('give every file, and again only when it has changed', async () => {
    for (const name of [...SCRIPTS, 'style.css', 'icon.svg', 'texts/ru.json', 'texts/en.json']) {
      const { status, headers } = await console.call('GET', `/assets/${name}`);
      expect([name, status]).toEqual([name, 200]);
      const again = await console.call('GET', `/assets/${name}`, { headers: { 'if-none-match': headers.get('etag') ?? '' } });
      expect([name, again.status, again.text]).toEqual([name, 304, '']);
    }
  });

  it('give nothing else', async () => {
    for (const path of ['tsconfig.json', 'index.html', '../package.json', '..%2fpackage.json', '%2e%2e/src/index.ts', '', 'constructor']) {
      expect([path, (await console.call('GET', `/assets/${path}`)).status]).toEqual([path, path.startsWith('../') || path.startsWith('%2e') ? expect.any(Number) : 404]);
    }
  });

  it('never parse text as HTML', () => {
    expect(sources).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|new Function|\.style\b/);
  });
});

describe('texts of the pages', () => {
  it('exist for every key that a page uses', () => {
    const known = pageTexts('ru');
    const used = [...sources.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key]) => key as string);
    expect(used.length).toBeGreaterThan(80);
    expect(used.filter((key) => !(key in known))).toEqual([]);
  });

  it('take the same parameters in both languages', () => {
    const [ru, en] = [pageTexts('ru'), pageTexts('en')];
    const params = (text: string | undefined) => [...(text ?? '').matchAll(/\{\{\w+\}\}/g)].map(([name]) => name).sort();
    expect(Object.keys(ru).filter((key) => params(ru[key]).join() !== params(en[key]).join())).toEqual([]);
  });
});
