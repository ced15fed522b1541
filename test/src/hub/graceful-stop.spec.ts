import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hub, endHub, freePort, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { phoneOf } from '../../e2e/phones.mjs';
import { signal } from '../../e2e/processes.mjs';
import { until } from '../../e2e/until.mjs';
import { databaseOf } from '../../faults/database.mjs';

const dataDir = makeDataDir();
let hub: Hub;
let form: string;

beforeAll(async () => {
  hub = await startHub({ dataDir });
  ({ form } = await install(hub.api));
}, 90_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

type Answer = { id: string } | { status: number } | { refused: string };

async function post(url: string, n: number): Promise<Answer> {
  try {
    const response = await fetch(`${url}/f/${form}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x', phone: phoneOf(n), message: `m${n}` }),
    });
    return response.status === 202 ? ((await response.json()) as { id: string }) : { status: response.status };
  } catch (error) {
    return { refused: String((error as { cause?: { code?: string } }).cause?.code) };
  }
}

describe('SIGTERM under load', () => {
  it('answers each post or refuses its connection, ends with 0, and keeps all that it answered with success', async () => {
    const { url } = hub;
    const answers: Answer[] = [];
    let next = 0;
    let stopped = false;
    const work = async (): Promise<void> => {
      while (!stopped) answers.push(await post(url, next++));
    };
    const workers = Array.from({ length: 16 }, work);
    while (answers.length < 200) await new Promise((resolve) => setImmediate(resolve));
    signal(hub.pid, 'SIGTERM');
    const how = await hub.exited;
    stopped = true;
    await Promise.all(workers);
    expect(how).toEqual({ code: 0, signal: null });

    const cut = answers.filter((answer) => 'refused' in answer && !['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'].includes(answer.refused));
    expect(cut).toEqual([]);
    const otherStatuses = answers.filter((answer) => 'status' in answer && answer.status !== 503);
    expect(otherStatuses).toEqual([]);

    hub = await startHub({ dataDir, port: await freePort() });
    const promised = answers.flatMap((answer) => ('id' in answer ? [answer.id] : []));
    const database = databaseOf(dataDir);
    await until('all is handled', async () => (await database.waiting()) === 0);
    const held = new Set((await hub.api.all('/api/v1/contacts')).map(({ id }) => id));
    expect(promised.length).toBeGreaterThanOrEqual(100);
    expect(promised.filter((id) => !held.has(id))).toEqual([]);
  }, 120_000);
});
