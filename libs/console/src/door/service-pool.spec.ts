import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { KnownBody } from './known-body.js';
import { ServicePool } from './service-pool.js';

const OPTIONS = { headersTimeout: 500, connections: 128 };

const answered: RequestListener = (request, response) => void request.resume().on('end', () => response.end());

describe('the processes of a service', () => {
  const answers = { first: answered, second: answered };
  const seen: string[] = [];
  let servers: { first: Server; second: Server };
  let pool: ServicePool;
  beforeEach(async () => {
    Object.assign(answers, { first: answered, second: answered });
    seen.length = 0;
    servers = { first: await serve('first'), second: await serve('second') };
    pool = new ServicePool([urlOf(servers.first), urlOf(servers.second)], OPTIONS);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await pool.close();
    for (const server of Object.values(servers)) stop(server);
  });

  async function serve(name: 'first' | 'second', port = 0): Promise<Server> {
    const server = createServer((request, response) => {
      seen.push(name);
      answers[name](request, response);
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }

  const post = async (body: Readable, harmlessTwice = true): Promise<number> => {
    const answer = await pool.request({ method: 'POST', path: '/', headers: {}, body }, harmlessTwice);
    await answer.body.dump();
    return answer.statusCode;
  };
  const known = (): KnownBody => new KnownBody(Buffer.from('{}'));
  /** Of a body that can be sent but once. */
  const upload = (): Promise<number> => post(Readable.from([Buffer.from('x')]));

  it('asks another instead of one that hangs, and leaves that alone', async () => {
    answers.first = () => undefined;
    expect(await post(known())).toBe(200);
    expect(seen).toEqual(['first', 'second']);
    for (let n = 0; n < 4; n += 1) await post(known());
    expect(seen.slice(2)).toEqual(Array(4).fill('second'));
  });

  it('does not repeat to another what a silent one may have done', async () => {
    answers.first = () => undefined;
    await expect(post(known(), false)).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
    expect(seen).toEqual(['first']);
  });

  it('asks a sole address once more when it breaks off, not when it hangs', async () => {
    await pool.close();
    pool = new ServicePool([urlOf(servers.first)], OPTIONS);
    answers.first = (_, response) => {
      answers.first = answered;
      response.destroy();
    };
    expect(await post(known())).toBe(200);
    answers.first = () => undefined;
    await expect(post(known())).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
    expect(seen).toHaveLength(3);
  });

  it('tries out with nothing that can be sent but once whether a process is back', async () => {
    const { port } = servers.first.address() as AddressInfo;
    stop(servers.first);
    expect(await post(known())).toBe(200);
    const later = performance.now() + 6_000;
    jest.spyOn(performance, 'now').mockReturnValue(later);
    expect([await upload(), await upload(), await upload()]).toEqual([200, 200, 200]);
    servers.first = await serve('first', port);
    expect([await post(known()), await post(known())]).toEqual([200, 200]);
    seen.length = 0;
    expect([await upload(), await upload()]).toEqual([200, 200]);
    expect(seen.toSorted()).toEqual(['first', 'second']);
  });
});

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function stop(server: Server): void {
  server.close();
  server.closeAllConnections();
}
