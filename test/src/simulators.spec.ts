import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { spawnNode } from '../e2e/processes.mjs';

const PROGRAM = fileURLToPath(new URL('../simulators/run.mjs', import.meta.url));
type Run = ReturnType<typeof spawnNode>;
const running = new Set<Run>();

function start(...args: string[]): Run {
  const child = spawnNode([PROGRAM, ...args]);
  running.add(child);
  return child;
}

/** How it ended, and what it said. */
async function runs(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = start(...args);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

describe('a simulator as a program', () => {
  afterEach(() => {
    for (const child of running) child.kill();
    running.clear();
  });

  it('says how it is used', async () => {
    expect(await runs('--help')).toEqual({ code: 0, said: expect.stringContaining('npm run sim -- <provider> [--port N] [--strict]') });
  });

  it.each([
    [[], 'Which provider? There are: telegram, vk.'],
    [['viber'], 'There is no simulator "viber". There are: telegram, vk.'],
    [['telegram', 'vk'], 'One provider at a time: "vk" is too much.'],
    [['telegram', '--port', '0x50'], '--port 0x50 is no port'],
    [['telegram', '--port', '70000'], '--port 70000 is no port'],
    [['telegram', '--prot', '8090'], "Unknown option '--prot'."],
  ])('%j is refused in one sentence', async (args, sentence) => {
    const { code, said } = await runs(...args);
    expect([code, said.startsWith(sentence), /\n\s+at /.test(said)]).toEqual([1, true, false]);
  });

  it.each(['telegram', 'vk'])('%s says when its port is taken', async (name) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await runs(name, '--port', String(port))).toEqual({ code: 1, said: `Port ${port} is taken by another program: choose another, or leave --port out for any free one.\n` });
    other.close();
  });

  it.each([['telegram', 'apiRoot', 'bots'], ['vk', 'apiRoot', 'groups']])('%s prints how to write as a customer, and that works as it is printed', async (name, setting, door) => {
    const child = start(name);
    let said = '';
    child.stdout?.setEncoding('utf8');
    for await (const text of child.stdout!) if ((said += String(text)).includes('Ctrl+C')) break;
    expect(said).toMatch(new RegExp(`^${setting} +http://127\\.0\\.0\\.1:\\d+\n`));
    const [, write = '', body = ''] = /curl -s (\S+\/write) -d '(.*)'/.exec(said) ?? [];
    const [, chat = ''] = /curl -s (\S+\/chats\/1001)/.exec(said) ?? [];
    expect(write).toContain(`/sim/${door}/`);
    // As curl sends it.
    await fetch(write, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(await (await fetch(chat)).json()).toMatchObject([{ text: 'Сколько стоит дверь?' }]);
  });
});
