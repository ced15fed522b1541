import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { CutProxy } from '../faults/mail/cut-proxy.mjs';

let server: Server;
let proxy: CutProxy;
let clients: Socket[];

/** Says back what it hears. */
beforeEach(async () => {
  clients = [];
  server = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await CutProxy.start((server.address() as AddressInfo).port);
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  await proxy.stop();
  server.close();
});

async function client(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  clients.push(socket);
  await once(socket, 'connect');
  return socket;
}

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [heard] = await once(socket, 'data');
  return String(heard);
}

describe('a network that can be cut', () => {
  it('carries both ways', async () => {
    expect(await echo(await client(), 'hello')).toBe('hello');
  });

  it('holds everything while it is silent, and delivers it late when told', async () => {
    const before = await client();
    expect(await echo(before, 'one')).toBe('one');
    proxy.fallSilent();
    const during = await client();
    const heard = [echo(before, 'two'), echo(during, 'three')];
    await proxy.mend({ late: true });
    expect(await Promise.all(heard)).toEqual(['two', 'three']);
  });

  it('forgets what was cut, and tells nobody', async () => {
    const cut = await client();
    expect(await echo(cut, 'one')).toBe('one');
    proxy.fallSilent();
    const told: string[] = [];
    cut.on('data', () => told.push('data')).on('end', () => told.push('end')).on('close', () => told.push('close'));
    cut.write('two');
    await proxy.mend();
    expect(await echo(await client(), 'three')).toBe('three');
    expect(told).toEqual([]);
  });

  it('refuses, and comes back at the same port', async () => {
    await proxy.refuse();
    await expect(client()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.mend();
    expect(await echo(await client(), 'again')).toBe('again');
  });
});
