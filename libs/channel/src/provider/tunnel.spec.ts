import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { HostNotAllowedError } from '@tributary/platform';
import { openTunnel } from './tunnel.js';

describe('a proxy', () => {
  it.each(['http://169.254.169.254', 'http://[::ffff:169.254.169.254]', 'http://0xa9fea9fe', 'http://169.254.169.254.'])('is never looked for at %s, where the metadata service of a cloud is', async (url) => {
    const opened = openTunnel({ url }, new URL('https://api.telegram.org'), 100, new AbortController().signal);
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
      await expect(openTunnel({ url }, new URL('https://api.telegram.org'), 200, new AbortController().signal)).rejects.toMatchObject({ name: 'ProxyError', message: 'no answer in time' });
      const leave = new AbortController();
      const opened = openTunnel({ url }, new URL('https://api.telegram.org'), 60_000, leave.signal);
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
