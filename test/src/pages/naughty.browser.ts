import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Scene, setScene } from '../../screens/scene.mjs';
import { until } from '../../e2e/until.mjs';
import { launch, openPage, signIn } from './browser.js';

const ELSEWHERE = 'http://127.0.0.1:1';
/** Ways by which text has become a script or a request elsewhere. */
const NAUGHTY = [
  `<script>window.hacked=1</script>`,
  `"><img src=x onerror=window.hacked=1>`,
  `'><svg/onload=window.hacked=1>`,
  `<svg><animate onbegin=window.hacked=1 attributeName=x dur=1s>`,
  `<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>`,
  `<iframe src="javascript:parent.hacked=1"></iframe>`,
  `<a href="javascript:window.hacked=1">x</a>`,
  `<details open ontoggle=window.hacked=1>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=window.hacked=1>`,
  `<img src="${ELSEWHERE}/pixel.png">`,
  `<link rel=stylesheet href="${ELSEWHERE}/x.css"><style>@import '${ELSEWHERE}/y.css'; *{background:url(${ELSEWHERE}/z)}</style>`,
  `<div style="background:url(${ELSEWHERE}/b.png)">x</div>`,
  `<video src="${ELSEWHERE}/v"><source srcset="${ELSEWHERE}/s"></video><object data="${ELSEWHERE}/o"></object><embed src="${ELSEWHERE}/e">`,
  `<meta http-equiv=refresh content="0;url=${ELSEWHERE}/">`,
  `<base href="${ELSEWHERE}/">`,
  `<form action="${ELSEWHERE}/"><button autofocus onfocus=window.hacked=1>x`,
  `{{constructor.constructor('window.hacked=1')()}}`,
  `\${window.hacked=1}`,
  `javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/"/+/onmouseover=1/+/[*/[]/+window.hacked=1//'>`,
  `\u202Eevil\u202C \uFEFF ${'A\u0301'.repeat(60)} ${'ﷺ'.repeat(40)}`,
  `=HYPERLINK("${ELSEWHERE}","x")`,
];
/** Their fields are drawn alike: not each needs a look of its own. */
const FORMS_SHOWN = 6;
const complaints: string[] = [];
let scene: Scene;
let browser: Browser;

beforeAll(async () => {
  scene = await setScene();
  for (const [index, text] of NAUGHTY.entries()) {
    const posted = await fetch(`${scene.hub.url}/f/${scene.ids.form}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: text, phone: `+7 917 000-00-${String(10 + index)}`, message: text }) });
    expect([text, posted.status]).toEqual([text, 202]);
    scene.imap.deliver('sales@shop.example', mailOf(index, text));
  }
  await until('all of it arrived', async () => (await scene.hub.api.get('/api/v1/contacts?limit=200')).items.length >= 8 + 2 * NAUGHTY.length, { timeoutMs: 60_000 });
  browser = await launch();
}, 180_000);

afterAll(async () => {
  await browser.close();
  await scene.close();
}, 60_000);

describe('stored markup', () => {
  it('runs nothing and asks for nothing, in lists, contacts, leads and formatted mail', async () => {
    const page = await openPage(browser, scene.site, complaints, { locale: 'en-US' });
    await signIn(page, scene.site);
    const [{ items: contacts }, { items: leads }] = await Promise.all([scene.hub.api.get('/api/v1/contacts?limit=200'), scene.hub.api.get('/api/v1/leads?limit=200')]);
    for (const path of ['/', '/contacts', '/leads', '/quarantine', ...leads.slice(0, 3).map(({ id }: { id: string }) => `/leads/${id}`)]) {
      await page.goto(scene.site + path);
      await page.waitForSelector('#main h1');
    }
    let framed = 0;
    const shown = [...contacts.filter(({ channel }: { channel: string }) => channel === 'email'), ...contacts.filter(({ channel }: { channel: string }) => channel === 'form').slice(0, FORMS_SHOWN)];
    for (const { id } of shown as { id: string }[]) {
      await page.goto(`${scene.site}/contacts/${id}`);
      await page.waitForSelector('#main h1');
      const formatted = page.getByRole('button', { name: 'As the sender formatted it' });
      if ((await formatted.count()) === 0) continue;
      await formatted.click();
      await page.frameLocator('iframe.mail-frame').locator('body').waitFor();
      framed += 1;
    }
    expect(framed).toBeGreaterThan(NAUGHTY.length / 2);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    // The policy stops what mail tries as well; nothing else may be there to stop.
    expect(complaints).toEqual([]);
  }, 180_000);

  it('is refused a change from another site, whatever cookie comes with it', async () => {
    const signedIn = await fetch(`${scene.hub.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'admin@example.com', password: 'correct horse battery' }) });
    const given = String(signedIn.headers.get('set-cookie'));
    expect(given).toMatch(/HttpOnly; SameSite=Lax/);
    const cookie = String(given.split(';')[0]);
    const post = (headers: Record<string, string>) => fetch(`${scene.hub.url}/api/v1/managers`, { method: 'POST', headers: { 'content-type': 'application/json', cookie, ...headers }, body: JSON.stringify({ name: 'Mallory', email: 'm@evil.example' }) });
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ origin: scene.hub.url })).status).toBe(201);
  }, 30_000);
});

function mailOf(number: number, html: string): string {
  return [
    'From: =?utf-8?B?' + Buffer.from(html.slice(0, 60)).toString('base64') + `?= <n${number}@client.example>`, 'To: sales@shop.example', `Subject: naughty ${number}`, `Message-ID: <naughty${number}@client.example>`, `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64', '', Buffer.from(`<p>Hello ${number}</p>${html}`).toString('base64'), '',
  ].join('\r\n');
}
