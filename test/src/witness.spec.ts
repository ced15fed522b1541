import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Notes } from '../faults/notes.mjs';
import { planPosts } from '../faults/plan.mjs';
import { readTestimony } from '../faults/stand.mjs';
import { Witness } from '../faults/witness.mjs';

let server: Server;
let folder: string;

const JOBS = planPosts({ seed: 7, posts: 40, form: 'f1', api: 'a1' });

/** Posts the jobs to a server that answers as told. */
async function witness(handle: (key: string, response: ServerResponse, request: IncomingMessage) => void, jobs = JOBS) {
  server = createServer((request, response) => {
    request.resume().once('end', () => handle(String(request.headers['idempotency-key']), response, request));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  folder = mkdtempSync(join(tmpdir(), 'witness-spec-'));
  const file = join(folder, 'testimony.jsonl');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const it = new Witness({ url, token: 't', file, connections: 4, rate: 0, seed: 7, jobs }, await Notes.open(file));
  await it.run();
  return { progress: it.progress, lines: readTestimony(file) };
}

function accept(key: string, response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `id of ${key}` }));
}

describe('the witness', () => {
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('writes down each success answer with the id that was promised', async () => {
    const { lines } = await witness(accept);
    const keys = JOBS.flat().map(({ key }) => key);
    expect(new Set(lines.map(({ key }) => key))).toEqual(new Set(keys));
    expect(lines.every(({ id, key }) => id === `id of ${key}`)).toBe(true);
  });

  it('tries again with the same key until the answer is success', async () => {
    const tries = new Map<string, number>();
    const { progress, lines } = await witness((key, response, request) => {
      const nth = (tries.get(key) ?? 0) + 1;
      tries.set(key, nth);
      if (nth === 1) response.writeHead(503).end();
      else if (nth === 2) request.socket.destroy();
      else accept(key, response);
    });
    expect(progress.answers['503']).toBe(40);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(40);
  });

  it('writes down nothing for a post that was refused, and says so', async () => {
    const { progress, lines } = await witness((_, response) => response.writeHead(422).end('wrong'));
    expect(lines).toEqual([]);
    expect(progress.refused).toHaveLength(40);
  });

  it('sends the posts of a conversation one after the other', async () => {
    const under = new Set<string>();
    const seen: string[] = [];
    const jobs = planPosts({ seed: 3, posts: 400, form: 'f1', api: 'a1' });
    const conversationOf = new Map(jobs.flat().map(({ key, conversation }) => [key, conversation]));
    expect([...conversationOf.values()].filter(Boolean).length).toBeGreaterThan(0);
    await witness((key, response) => {
      const conversation = conversationOf.get(key);
      if (conversation && under.has(conversation)) seen.push(conversation);
      if (conversation) under.add(conversation);
      setImmediate(() => {
        if (conversation) under.delete(conversation);
        accept(key, response);
      });
    }, jobs);
    expect(seen).toEqual([]);
  });
});

describe('the plan of posts', () => {
  it('is the same for the same seed, and another for another', () => {
    const plan = (seed: number) => JSON.stringify(planPosts({ seed, posts: 200, form: 'f', api: 'a' }));
    expect(plan(1)).toBe(plan(1));
    expect(plan(1)).not.toBe(plan(2));
  });

  it('has as many posts as asked, each with its own key', () => {
    const keys = planPosts({ seed: 5, posts: 777, form: 'f', api: 'a' }).flat().map(({ key }) => key);
    expect(keys).toHaveLength(777);
    expect(new Set(keys).size).toBe(777);
  });
});
