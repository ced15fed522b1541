import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { S3Simulator } from '@tributary/storage/testing';
import { type Hub, TOKEN, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { phoneOf } from '../../e2e/phones.mjs';
import { until } from '../../e2e/until.mjs';

const drawing = randomBytes(200_000);
const dataDir = makeDataDir();
let s3: S3Simulator;
let hub: Hub;
let form: string;

/** The settings of the environment that lead to the simulator. */
function environment(secretAccessKey?: string): Record<string, string> {
  const { bucket, endpoint = '', credentials } = s3.settings();
  return {
    S3_BUCKET: bucket,
    S3_ENDPOINT: endpoint,
    S3_PREFIX: 'acme',
    S3_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
    S3_SECRET_ACCESS_KEY: secretAccessKey ?? credentials?.secretAccessKey ?? '',
  };
}

async function post(n: number, file?: Buffer): Promise<Response> {
  const body = new FormData();
  body.set('name', 'Ann');
  body.set('phone', phoneOf(n));
  if (file) body.set('drawing', new Blob([file]), 'plan.dwg');
  return fetch(`${hub.url}/f/${form}`, { method: 'POST', body });
}

beforeAll(async () => {
  s3 = await S3Simulator.start();
  hub = await startHub({ dataDir, env: environment() });
  ({ form } = await install(hub.api));
}, 90_000);

afterAll(async () => {
  await endHub(hub);
  await s3.stop();
  await removeDataDir(dataDir);
}, 60_000);

describe('a hub with S3', () => {
  it('keeps a form\'s attachment there, whole, and nothing of it in files', async () => {
    const answer = await post(1, drawing);
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as { id: string };
    const contact = await until('the contact is there', async () => {
      const found = await hub.api.call('GET', `/api/v1/contacts/${id}`);
      return found.status === 200 && found.body;
    });
    const [{ sha256, url }] = contact.attachments;
    expect([...s3.objects.keys()]).toContain(`acme/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`);
    const download = await fetch(new URL(url, hub.url), { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(drawing.equals(Buffer.from(await download.arrayBuffer()))).toBe(true);
    expect(existsSync(join(dataDir, 'blobs'))).toBe(false);
  }, 30_000);

  it('answers 503 while S3 does not work, takes what needs no blob, and mends itself', async () => {
    s3.trouble(...Array.from({ length: 3 }, () => ({ status: 503, code: 'SlowDown' })));
    const refused = await post(2, randomBytes(1000));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect((await post(3)).status).toBe(202);
    expect((await post(2, drawing)).status).toBe(202);
  }, 30_000);

  it('ends a start with a wrong secret, saying what to do', async () => {
    const otherDir = makeDataDir();
    const misled = await startHub({ dataDir: otherDir, env: environment('not-the-secret'), wait: false });
    expect((await misled.exited).code).toBe(1);
    expect(misled.output).toMatch(/SignatureDoesNotMatch.*check bucket, region, credentials and rights/);
    expect(misled.output).not.toContain('not-the-secret');
    await removeDataDir(otherDir);
  }, 60_000);

  it('starts degraded while S3 is away', async () => {
    await hub.stop();
    const away = await S3Simulator.start();
    const { endpoint = '' } = away.settings();
    await away.stop();
    hub = await startHub({ dataDir, env: { ...environment(), S3_ENDPOINT: endpoint } });
    const readiness = await (await fetch(`${hub.url}/health/ready`)).json();
    expect(readiness).toMatchObject({ status: 'degraded', checks: { blobs: { ok: true, degraded: true, detail: expect.stringContaining('ECONNREFUSED') } } });
    expect((await post(4)).status).toBe(202);
    expect((await post(4, drawing)).status).toBe(503);
  }, 60_000);
});
