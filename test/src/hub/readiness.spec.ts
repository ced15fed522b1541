import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hub, endHub, freePort, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { phoneOf } from '../../e2e/phones.mjs';
import { until } from '../../e2e/until.mjs';

const dataDir = makeDataDir();
let hub: Hub | undefined;
let form: string;

beforeAll(async () => {
  hub = await startHub({ dataDir });
  ({ form } = await install(hub.api));
  await hub.stop();
}, 90_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

describe('a hub that starts', () => {
  it('answers the first post with success only once it is stored: killed at that moment, it still has it', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    hub = await startHub({ dataDir, port, wait: false });
    let promised: string | undefined;
    for (let n = 0; promised === undefined; n += 1) {
      const answer = await fetch(`${url}/f/${form}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'x', phone: phoneOf(n), message: `m${n}` }),
      }).catch(() => undefined);
      const text = await answer?.text();
      if (answer?.status === 202) promised = (JSON.parse(text!) as { id: string }).id;
      else if (answer) expect(answer.status).toBe(503);
    }
    await hub.kill();
    hub = await startHub({ dataDir });
    const { api } = hub;
    await until('the promised contact is there', async () => (await api.call('GET', `/api/v1/contacts/${promised}`)).status === 200, { timeoutMs: 10_000 });
  }, 120_000);
});
