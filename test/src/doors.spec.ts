import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../e2e/hub.mjs';
import { Doors } from '../faults/doors.mjs';

const servers: Server[] = [];

/** A door that answers with its name. */
async function door(name: string, headers: Record<string, string> = {}): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(200, headers).end(name)).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(urls: readonly string[], times: number): Promise<string[]> {
  const doors = new Doors(urls, { connections: 1 });
  const answers = [];
  for (let n = 0; n < times; n += 1) answers.push((await doors.request({ method: 'GET', path: '/' })).text);
  await doors.close();
  return answers;
}

describe('doors side by side', () => {
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('are asked in turn', async () => {
    expect(await ask([await door('a'), await door('b')], 4)).toEqual(['a', 'b', 'a', 'b']);
  });

  it('stand in for one that refuses', async () => {
    expect(await ask([`http://127.0.0.1:${await freePort()}`, await door('b')], 3)).toEqual(['b', 'b', 'b']);
  });

  it('stand in for one that says that it closes', async () => {
    expect(await ask([await door('a', { connection: 'close' }), await door('b')], 3)).toEqual(['a', 'b', 'b']);
  });

  it('do not hide a connection that broke off', async () => {
    const rude = createServer((request) => request.socket.destroy()).listen(0, '127.0.0.1');
    servers.push(rude);
    await once(rude, 'listening');
    await expect(ask([`http://127.0.0.1:${(rude.address() as AddressInfo).port}`, await door('b')], 1)).rejects.toThrow();
  });

  it('fail when all refuse', async () => {
    await expect(ask([`http://127.0.0.1:${await freePort()}`], 1)).rejects.toThrow(/ECONNREFUSED/);
  });
});
