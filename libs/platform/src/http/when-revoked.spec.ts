import { Readable } from 'node:stream';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headersOf, serveForTest, testRuntime } from '../testing.js';
import { Access } from './access.js';
import { AUTHENTICATOR, type Actor } from './actor.js';
import { whenRevoked } from './when-revoked.js';

/** Never says a word, and ends when the right to it does. */
@Controller()
class Endless {
  @Get('endless')
  @Access('manager')
  endless(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const stream = new Readable({ read: () => undefined });
    whenRevoked(request, reply, 5).addEventListener('abort', () => stream.push(null));
    stream.push('begun');
    void reply.send(stream);
  }
}

const manager: Actor = { role: 'manager', userId: 'u-1', managerId: 'm-1', name: 'Vera' };

describe('an answer that lasts', () => {
  const runtime = testRuntime();
  const people: { current: Actor | undefined | Error } = { current: manager };
  const asked: (() => void)[] = [];
  const authenticator = {
    authenticate: async (): Promise<Actor | undefined> => {
      asked.shift()?.();
      if (people.current instanceof Error) throw people.current;
      return Promise.resolve(people.current);
    },
  };
  const times = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) await new Promise<void>((resolve) => asked.push(resolve));
  };
  afterEach(() => runtime.stop());

  it('goes on while nothing is known against it, and ends with the right to it', async () => {
    const { url } = await serveForTest(runtime, { controllers: [Endless], providers: [{ provide: AUTHENTICATOR, useValue: authenticator }] });
    for (const after of [undefined, { ...manager, managerId: 'm-2' }, { ...manager, role: 'operator' as const }]) {
      people.current = manager;
      const reader = (await fetch(`${url}/endless`)).body!.getReader();
      await reader.read();
      let ended = false;
      const end = reader.read().then(({ done }) => (ended = done));
      await times(2);
      people.current = new Error('no database');
      await times(2);
      expect(ended).toBe(false);
      people.current = after;
      await end;
      expect(ended).toBe(true);
    }
    const behindTheDoor = await fetch(`${url}/endless`, { headers: headersOf(runtime, manager) });
    await behindTheDoor.body!.cancel();
  });
});
