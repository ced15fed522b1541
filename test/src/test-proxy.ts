import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy (CONNECT) that lets user "u" with password "p" through, and remembers where to. */
export class TestProxy {
  /** "127.0.0.1:1234 Basic …", in the order of arrival. */
  readonly tunnels: string[] = [];
  readonly #server: Server;

  private constructor(onwardTo: number | undefined) {
    this.#server = createServer().on('connect', (request, socket: Socket) => {
      const { url = '', headers: { 'proxy-authorization': who = '' } } = request;
      this.tunnels.push(`${url} ${who}`);
      if (who !== `Basic ${Buffer.from('u:p').toString('base64')}`) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      const [host, port] = url.split(':');
      const onward = connect(onwardTo ?? Number(port), onwardTo === undefined ? host : '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      onward.pipe(socket).pipe(onward);
      for (const end of [onward, socket]) end.on('error', () => undefined);
    });
  }

  /** @param onwardTo  a local port, wherever somebody wants to go */
  static async open(onwardTo?: number): Promise<TestProxy> {
    const proxy = new TestProxy(onwardTo);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
  }
}
