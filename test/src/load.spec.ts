import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BODY_BYTES, bodyOf } from '../load/contacts.mjs';
import { load } from '../load/generator.mjs';
import { slope, spread } from '../load/statistics.mjs';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(handle: RequestListener): Promise<number> {
  server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const ORDER = { path: '/f/x', run: 'spec', connections: 8, firstPerson: 0, posts: 200 };

describe('the load generator', () => {
  it('sends each contact once, with as many bytes as it says, and counts the answers', async () => {
    const bodies: string[] = [];
    const port = await serve((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text) => (body += text)).on('end', () => {
        bodies.push(body);
        const answer = bodies.length % 10 === 0 ? 503 : 202;
        response.writeHead(answer, { 'content-length': 2 }).end('{}');
      });
    });
    const result = await load({ ...ORDER, port });
    expect(result).toMatchObject({ accepted: 180, answers: { 202: 180, 503: 20 } });
    expect(new Set(bodies).size).toBe(200);
    expect(bodies.every((body) => Buffer.byteLength(body) === BODY_BYTES)).toBe(true);
  });

  it('counts a connection that is cut as no success', async () => {
    const port = await serve((request) => request.socket.destroy());
    const { accepted, answers } = await load({ ...ORDER, port });
    expect(accepted).toBe(0);
    expect(Object.keys(answers)).toHaveLength(1);
  });

  it('counts the wait from when a post was due, when the rate is fixed', async () => {
    const port = await serve((request, response) => {
      request.resume().on('end', () => setTimeout(() => response.writeHead(202, { 'content-length': 0 }).end(), 20));
    });
    const { latency } = await load({ ...ORDER, port, connections: 1, posts: 20, rate: 1_000 });
    expect(latency.maxMs).toBeGreaterThan(200);
  });

  it('takes 30 % of the contacts from known people when told', async () => {
    const names: string[] = [];
    const port = await serve((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text) => (body += text)).on('end', () => {
        names.push((JSON.parse(body) as { email: string }).email);
        response.writeHead(202, { 'content-length': 0 }).end();
      });
    });
    await load({ ...ORDER, port, firstPerson: 1_000, repeatsOf: 1_000 });
    const known = new Set(Array.from({ length: 1_000 }, (_, index) => (JSON.parse(bodyOf(index, '')) as { email: string }).email));
    expect(names.filter((name) => known.has(name))).toHaveLength(60);
  });
});

describe('figures', () => {
  it('are told as median with the ends', () => {
    expect(spread([5, 1, 3])).toMatchObject({ median: 3, min: 1, max: 5 });
    expect(spread([4, 1, 3, 2])).toMatchObject({ median: 2.5, min: 1, max: 4 });
  });

  it('tell growth by the slope of the nearest line', () => {
    expect(slope([[0, 10], [1, 12], [2, 14]])).toBeCloseTo(2);
    expect(slope([[0, 10], [1, 8], [2, 12], [3, 10]])).toBeCloseTo(0.4);
    expect(slope([[1, 5]])).toBe(0);
  });
});
