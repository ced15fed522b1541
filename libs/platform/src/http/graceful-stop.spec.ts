import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { Controller, Get } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { serveForTest, testRuntime } from '../testing.js';
import { Access } from './access.js';

const gate: { entered: () => void; open: Promise<void> } = { entered: () => undefined, open: Promise.resolve() };

@Controller()
class Slow {
  @Get('slow')
  @Access('public')
  async slow() {
    gate.entered();
    await gate.open;
    return { done: true };
  }
}

describe('a graceful stop', () => {
  it('lets a request under way end, takes no new connection, and closes the rest afterwards', async () => {
    const runtime = testRuntime();
    const server = await serveForTest(runtime, { controllers: [Slow] });
    let letGo = (): void => undefined;
    gate.open = new Promise((resolve) => (letGo = resolve));
    const entered = new Promise<void>((resolve) => (gate.entered = resolve));
    let poolClosed = false;
    runtime.onStop(() => void (poolClosed = true));

    const answer = fetch(`${server.url}/slow`);
    await entered;
    const stopped = runtime.stop();
    await closed(server.app.getHttpServer());
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow('fetch failed');
    expect(poolClosed).toBe(false);

    letGo();
    expect(await (await answer).json()).toEqual({ done: true });
    await stopped;
    expect(poolClosed).toBe(true);
  });

  it('hands over first: open connections are still answered, and told to close', async () => {
    const runtime = testRuntime();
    const server = await serveForTest(runtime, { controllers: [Slow] });
    gate.open = Promise.resolve();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await connectionOf(`${server.url}/slow`, agent)).toBe('keep-alive');
    const stopped = runtime.stop({ handOverMs: 60_000 });
    expect(server.app.getHttpServer().listening).toBe(true);
    expect(await connectionOf(`${server.url}/slow`, agent)).toBe('close');
    // Nobody is connected any more: long before the minute is over.
    await stopped;
    agent.destroy();
  });

  it('goes on handing over when a connection breaks', async () => {
    const runtime = testRuntime();
    const server = await serveForTest(runtime, { controllers: [Slow] });
    gate.open = Promise.resolve();
    const breaking = new Agent({ keepAlive: true, maxSockets: 1 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const accepted = once(server.app.getHttpServer(), 'connection');
    await connectionOf(`${server.url}/slow`, breaking);
    await connectionOf(`${server.url}/slow`, agent);
    const stopped = runtime.stop({ handOverMs: 60_000 });
    const [socket] = (await accepted) as [Socket];
    socket.destroy(new Error('reset by its client'));
    await new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await connectionOf(`${server.url}/slow`, agent)).toBe('close');
    await stopped;
    for (const used of [breaking, agent]) used.destroy();
  });
});

/** What an answer says of its connection, once it is read. */
async function connectionOf(url: string, agent: Agent): Promise<string | undefined> {
  const asked = request(url, { agent }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  await once(response, 'close');
  return response.headers.connection;
}

/** Resolves when the listener is gone; requests may still be under way. */
async function closed(listener: { listening: boolean }): Promise<void> {
  while (listener.listening) await new Promise((resolve) => setImmediate(resolve));
}
