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
});

/** Resolves when the listener is gone; requests may still be under way. */
async function closed(listener: { listening: boolean }): Promise<void> {
  while (listener.listening) await new Promise((resolve) => setImmediate(resolve));
}
