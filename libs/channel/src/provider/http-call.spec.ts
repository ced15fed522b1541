import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, createConnection, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readAll, send, wasUnsent, type HttpCall } from './http-call.js';

let server: Server;
let port: number;
let connections: Socket[];
let answer: Parameters<typeof createServer>[1] & object;
beforeEach(async () => {
  connections = [];
  answer = (_, response) => response.end('all of it');
  server = createServer((request, response) => answer(request, response)).on('connection', (socket) => connections.push(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function callTo(host: string, more: Partial<HttpCall> = {}): HttpCall {
  return { url: new URL(`http://${host}:${port}/`), reach: 'network', timeoutMs: 5_000, signal: new AbortController().signal, ...more };
}

async function textOf(call: HttpCall): Promise<string> {
  return String(await readAll(await send(call), 100));
}

/** Its connection is free again. */
async function kept(): Promise<void> {
  await new Promise(setImmediate);
}

describe('a call to a provider', () => {
  it.each(['127.0.0.1', 'localhost', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]', '127.0.0.1.'])('to %s is not made on somebody else’s word, and nothing was sent', async (host) => {
    const error: unknown = await send(callTo(host, { reach: 'internet' })).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ERR_HOST_NOT_ALLOWED' });
    expect(wasUnsent(error)).toBe(true);
    expect(connections).toEqual([]);
  });

  it('that is ended before there is a connection was not sent, whatever way it goes', async () => {
    const ended = AbortSignal.abort();
    for (const connect of [undefined, () => Promise.resolve(createConnection(port, '127.0.0.1'))]) {
      const error: unknown = await send(callTo('127.0.0.1', { signal: ended, connect })).catch((reason: unknown) => reason);
      expect([(error as Error).name, wasUnsent(error)]).toEqual(['AbortError', true]);
    }
    const leave = new AbortController();
    const error: unknown = await send(callTo('127.0.0.1', { signal: leave.signal, connect: () => (leave.abort(), Promise.resolve(createConnection(port, '127.0.0.1'))) })).catch((reason: unknown) => reason);
    expect(wasUnsent(error)).toBe(true);
  });

  it('that is ended once it is on its way may have been sent', async () => {
    const leave = new AbortController();
    answer = () => leave.abort();
    const error: unknown = await send(callTo('127.0.0.1', { signal: leave.signal })).catch((reason: unknown) => reason);
    expect([(error as Error).name, wasUnsent(error)]).toEqual(['AbortError', false]);
  });

  it('does not use a connection that somebody with a longer reach left open', async () => {
    expect(await textOf(callTo('localhost'))).toBe('all of it');
    await kept();
    await expect(send(callTo('localhost', { reach: 'internet' }))).rejects.toMatchObject({ code: 'ERR_HOST_NOT_ALLOWED' });
  });

  it('follows no redirect', async () => {
    answer = (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    expect((await send(callTo('127.0.0.1'))).statusCode).toBe(302);
  });

  it('keeps its connection, and makes it anew when it had ended meanwhile', async () => {
    await textOf(callTo('127.0.0.1'));
    await kept();
    // As a server does that closes it at the very moment of the next request.
    answer = ({ socket }: IncomingMessage) => socket.resetAndDestroy();
    const [first] = connections;
    const second = textOf(callTo('127.0.0.1'));
    first!.once('close', () => (answer = (_, response) => response.end('anew')));
    expect(await second).toBe('anew');
    expect(connections).toHaveLength(2);
  });

  it('is made anew by a connection of its own, as all that were kept may have ended', async () => {
    await Promise.all([textOf(callTo('127.0.0.1')), textOf(callTo('127.0.0.1'))]);
    await kept();
    const ended = new Set(connections);
    expect(ended.size).toBe(2);
    answer = ({ socket }, response) => (ended.has(socket) ? socket.resetAndDestroy() : response.end('anew'));
    expect(await textOf(callTo('127.0.0.1'))).toBe('anew');
  });

  it('that must not be made twice goes by a connection of its own', async () => {
    await textOf(callTo('127.0.0.1'));
    await kept();
    answer = ({ socket }: IncomingMessage) => socket.resetAndDestroy();
    const error: unknown = await send(callTo('127.0.0.1', { once: true, body: { mediaType: 'text/plain', bytes: 'x' } })).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(wasUnsent(error)).toBe(false);
    expect(connections).toHaveLength(2);
  });

  it('goes by a connection that it was given', async () => {
    const made = callTo('provider.example', { connect: () => Promise.resolve(createConnection(port, '127.0.0.1')) });
    expect(await textOf(made)).toBe('all of it');
  });

  it('gives up an answer that is too long, and one that does not come', async () => {
    answer = (_, response) => response.end('x'.repeat(101));
    await expect(textOf(callTo('127.0.0.1'))).rejects.toThrow(RangeError);
    answer = () => undefined;
    await expect(textOf(callTo('127.0.0.1', { timeoutMs: 20 }))).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
