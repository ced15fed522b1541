import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { HostNotAllowedError } from '@tributary/platform';
import { openTunnel, type TunnelOptions } from './tunnel.js';

const OPTIONS: TunnelOptions = { reach: 'internet', isProviders: (hostname) => hostname === 'api.telegram.org', timeoutMs: 60_000, signal: new AbortController().signal };

describe('a proxy', () => {
  it.each([
    ['http://files.example/x', {}, '203.0.113.7:80'],
    ['http://six.example:8080/x', {}, '[2001:db8::7]:8080'],
    ['http://api.telegram.org/x', {}, 'api.telegram.org:80'],
    ['http://8.8.8.8/x', {}, '8.8.8.8:80'],
    // Of an administrator.
    ['http://relay.office.lan/x', { reach: 'network' as const }, 'relay.office.lan:80'],
  ])('is told where %s leads, unless the name is the provider’s or an administrator’s', async (url, options, place) => {
    const proxy = createServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const asked = new Promise<string>((resolve) => proxy.on('connection', (socket) => socket.on('data', (bytes) => resolve(String(bytes)))));
    const addressOf = (host: string) => Promise.resolve(host.startsWith('six') ? { address: '2001:db8::7', family: 6 } : { address: '203.0.113.7', family: 4 });
    await expect(openTunnel({ url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }, new URL(url), { ...OPTIONS, ...options }, addressOf)).rejects.toMatchObject({ fault: 'proxy-failed' });
    expect((await asked).split('\r\n')).toEqual(expect.arrayContaining([`CONNECT ${place} HTTP/1.1`, `host: ${place}`]));
    proxy.close();
  });

  it.each(['http://localhost/x', 'http://[::1]/x', 'http://10.0.0.1/x'])('is not asked for %s, which leads into a private network', async (url) => {
    await expect(openTunnel({ url: 'http://127.0.0.1:9' }, new URL(url), OPTIONS)).rejects.toBeInstanceOf(HostNotAllowedError);
  });

  it.each(['http://169.254.169.254', 'http://[::ffff:169.254.169.254]', 'http://0xa9fea9fe', 'http://169.254.169.254.'])('is never looked for at %s, where the metadata service of a cloud is', async (url) => {
    const opened = openTunnel({ url }, new URL('https://api.telegram.org'), { ...OPTIONS, timeoutMs: 100 });
    await expect(opened).rejects.toMatchObject({ name: 'ProxyError', cause: expect.any(HostNotAllowedError) });
  });

  it('that says nothing more once it let us through is given up in time, or when nobody waits any more', async () => {
    const sockets: Socket[] = [];
    const proxy = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      await expect(openTunnel({ url }, new URL('https://api.telegram.org'), { ...OPTIONS, timeoutMs: 200 })).rejects.toMatchObject({ name: 'ProxyError', message: 'no answer in time' });
      const leave = new AbortController();
      const opened = openTunnel({ url }, new URL('https://api.telegram.org'), { ...OPTIONS, signal: leave.signal });
      // Our first words of TLS.
      const [socket] = (await once(proxy, 'connection')) as [Socket];
      socket.once('data', () => socket.once('data', () => leave.abort()));
      await expect(opened).rejects.toMatchObject({ name: 'AbortError' });
    } finally {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    }
  });
});
