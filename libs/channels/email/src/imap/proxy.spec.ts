import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settingsSchema } from '../settings.js';
import { createCheck } from '../setup/check.js';
import { accountWith } from './testing/recording-session.js';
import { httpProxy, socksProxy, type TestProxy } from './testing/proxies.js';
import { SimulatedServer } from './testing/simulated-server.js';

const KINDS = [['http', httpProxy], ['socks5', socksProxy]] as const;
const check = createCheck({ timing: { connectMs: 2000, greetingMs: 300, silenceMs: 300 } });

let server: SimulatedServer;
let proxy: TestProxy | undefined;
beforeEach(async () => {
  server = await SimulatedServer.start();
});
afterEach(async () => {
  await proxy?.stop();
  await server.stop();
});

const through = (settings: object, more: object = {}) => check(accountWith({ port: server.port, proxy: settings, ...more }), new AbortController().signal);

describe('a mailbox behind a proxy', () => {
  it.each(KINDS)('is reached by %s', async (kind, start) => {
    proxy = await start();
    expect(await through({ url: `${kind}://localhost:${proxy.port}` })).toMatchObject({ title: 'u (INBOX: 0)' });
    expect(proxy.requests).toEqual([{ to: `127.0.0.1:${server.port}`, who: undefined }]);
  });

  it.each(KINDS)('is reached by %s that wants a password', async (kind, start) => {
    proxy = await start('anna:s3cret!');
    const url = `${kind}://127.0.0.1:${proxy.port}`;
    expect(await through({ url, user: 'anna', password: 's3cret!' })).toMatchObject({ title: 'u (INBOX: 0)' });
    expect(proxy.requests).toEqual([{ to: `127.0.0.1:${server.port}`, who: 'anna:s3cret!' }]);
    const refused = await through({ url, user: 'anna', password: 'wr0ng' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ failureClass: 'network', code: 'proxy-failed', field: 'proxy.url' });
    expect(JSON.stringify(refused) + String((refused as Error).stack)).not.toContain('wr0ng');
  });

  it('says that nobody is there, or that nobody may go there', async () => {
    await expect(through({ url: 'http://127.0.0.1:1' })).rejects.toMatchObject({ code: 'proxy-failed' });
    await expect(through({ url: 'socks5://nobody.invalid:1080' })).rejects.toMatchObject({ failureClass: 'network', code: 'proxy-failed' });
    await expect(through({ url: 'http://169.254.169.254:80' })).rejects.toMatchObject({ failureClass: 'credentials', code: 'proxy-not-allowed', field: 'proxy.url' });
    await expect(through({ url: 'http://127.0.0.1:1' }, { host: '169.254.169.254' })).rejects.toMatchObject({ code: 'host-not-allowed', field: 'host' });
  });
});

describe('settings of a proxy', () => {
  const fieldsOf = (proxySettings: object, more: object = {}) =>
    settingsSchema.safeParse({ user: 'a@gmail.com', password: 'p', proxy: proxySettings, ...more }).error?.issues.map(({ path }) => path.join('.')) ?? [];

  it('are an address without secrets, and a server that is named', () => {
    expect(fieldsOf({ url: 'socks5://proxy.example:1080', user: 'anna', password: "a-b.c_d~!$&'()*+,1" })).toEqual([]);
    expect(fieldsOf({ url: 'http://proxy.example:3128', user: 'anna', password: 'п@р:о/л ь%' })).toEqual([]);
    for (const url of ['proxy.example:1080', 'https://proxy.example', 'http://user:secret@proxy.example', 'file:///etc/passwd', 'http://proxy.example/path']) expect(fieldsOf({ url })).toEqual(['proxy.url']);
    for (const password of ['п', 'a:b', 'a@b', 'a%20']) expect(fieldsOf({ url: 'socks5://proxy.example:1080', user: 'anna', password })).toEqual(['proxy.password']);
    expect(fieldsOf({ url: 'http://proxy.example:3128' }, { user: 'a@acme.example' })).toEqual(['host']);
  });
});
