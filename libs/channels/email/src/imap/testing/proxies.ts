import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy in this process: `requests` says where it was asked to go, and by whom. */
export interface TestProxy {
  readonly port: number;
  readonly requests: { readonly to: string; readonly who: string | undefined }[];
  stop(): Promise<void>;
}

/** HTTP CONNECT; asks for this user and password when given as "user:password". */
export async function httpProxy(wanted?: string): Promise<TestProxy> {
  const requests: TestProxy['requests'] = [];
  const server = createHttpServer();
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    const who = headers['proxy-authorization'];
    requests.push({ to: url, who: who && Buffer.from(who.slice('Basic '.length), 'base64').toString() });
    if (wanted !== requests.at(-1)?.who) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const [host, port] = [url.slice(0, url.lastIndexOf(':')), Number(url.slice(url.lastIndexOf(':') + 1))];
    return join(socket, host, port, 'HTTP/1.1 200 OK\r\n\r\n');
  });
  return listening(server, requests);
}

/** SOCKS5 (RFC 1928, RFC 1929), with names and IPv4 addresses. */
export async function socksProxy(wanted?: string): Promise<TestProxy> {
  const requests: TestProxy['requests'] = [];
  const server = createServer((socket) => void serveSocks(socket, wanted, requests).catch(() => socket.destroy()));
  return listening(server, requests);
}

async function serveSocks(socket: Socket, wanted: string | undefined, requests: TestProxy['requests']): Promise<void> {
  const next = async () => ((await once(socket, 'data')) as [Buffer])[0];
  await next();
  socket.write(Buffer.from([5, wanted === undefined ? 0 : 2]));
  let request = await next();
  let who: string | undefined;
  if (wanted !== undefined) {
    const userEnd = 2 + (request[1] ?? 0);
    who = `${request.subarray(2, userEnd).toString()}:${request.subarray(userEnd + 1).toString()}`;
    socket.write(Buffer.from([1, who === wanted ? 0 : 1]));
    if (who !== wanted) return void socket.end();
    request = await next();
  }
  const named = request[3] === 3;
  const host = named ? request.subarray(5, -2).toString() : request.subarray(4, 8).join('.');
  const port = request.readUInt16BE(request.length - 2);
  requests.push({ to: `${host}:${port}`, who });
  join(socket, host, port, Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
}

function join(socket: Socket, host: string, port: number, answer: string | Buffer): void {
  const upstream = connect(port, host, () => {
    socket.write(answer);
    socket.pipe(upstream).pipe(socket);
  });
  const end = () => (socket.destroy(), upstream.destroy());
  for (const side of [socket, upstream]) side.on('error', end).on('close', end);
}

async function listening(server: Server, requests: TestProxy['requests']): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
