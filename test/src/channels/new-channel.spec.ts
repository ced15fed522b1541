import { createHmac } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Checkout } from '../../e2e/checkout.mjs';
import { endHub, type Hub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';

const FOLDER = 'libs/channels/smoke_signal';
const SECRET = 'a secret of this test';
const STEP_MS = 120_000;

/** Blocks of the page that do something, in order: commands, and files with their content. */
type Step = { readonly command: string } | { readonly file: string; readonly content: string };

let checkout: Checkout;
beforeAll(() => void (checkout = new Checkout()), STEP_MS);
afterAll(() => checkout.remove());

function stepsOf(page: string): Step[] {
  return [...page.matchAll(/^```(sh|ts|json)\n(?:file: (\S+)\n)?(.*?)^```$/gms)].map(([, kind, file, text = '']) => {
    if (file !== undefined) return { file, content: text };
    if (kind !== 'sh') throw new Error(`a block of the page is neither a command nor a file: ${text}`);
    return { command: text };
  });
}

function run(command: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', command], { cwd: checkout.root, encoding: 'utf8', timeout: STEP_MS, env: environment() });
  return { status, output: stdout + stderr };
}

/** As a person's shell: nothing of the test runner's own. */
function environment(): NodeJS.ProcessEnv {
  const { TRIBUTARY_TEST_RUN: _run, JEST_WORKER_ID: _worker, NODE_ENV: _env, ...rest } = process.env;
  return rest;
}

describe('docs/add-a-channel.md', () => {
  it('makes a channel that keeps the shared promises, step by step, and touches its folder and the registry alone', () => {
    const steps = stepsOf(readFileSync(join(checkout.root, 'docs/add-a-channel.md'), 'utf8'));
    expect(steps.length).toBeGreaterThan(5);
    let blanksSeen = false;
    for (const step of steps) {
      if ('file' in step) {
        if (!blanksSeen) blanksSeen = namesItsBlanks();
        writeFileSync(join(checkout.root, step.file), step.content);
      } else expect(run(step.command)).toMatchObject({ status: 0 });
    }
    expect(checkout.changed()).toEqual([
      'apps/hub/package.json',
      'apps/hub/src/channels.gen.ts',
      'apps/hub/tsconfig.lib.json',
      'package-lock.json',
      `${FOLDER}/`,
    ]);
  }, STEP_MS);

  it('makes a channel whose contacts a hub takes', async () => {
    const dataDir = makeDataDir();
    let hub: Hub | undefined;
    try {
      hub = await startHub({ dataDir, program: join(checkout.root, 'apps/hub/dist/main.js') });
      const account = await hub.api.post('/api/v1/accounts', { channel: 'smoke_signal', name: 'North', line: 'main', settings: { secret: SECRET } });
      const body = readFileSync(join(checkout.root, FOLDER, 'fixtures/message.body'));
      const signature = createHmac('sha256', SECRET).update(body).digest('hex');
      const post = (header: string) =>
        fetch(`${hub?.url}/webhooks/smoke_signal/${account.id}`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-smoke-signal-signature': header } });
      expect((await post(signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')))).status).toBe(401);
      expect((await post(signature)).status).toBe(200);
      const items = await until('the contact is listed', async () => {
        const page = await hub?.api.get(`/api/v1/contacts?accountId=${account.id}`);
        return page.items.length > 0 && page.items;
      });
      expect(items).toEqual([expect.objectContaining({ channel: 'smoke_signal', externalId: 's-1', text: 'Перезвоните' })]);
    } finally {
      if (hub) await endHub(hub);
      await removeDataDir(dataDir);
    }
  }, STEP_MS);

  it('refuses names that are none, and a folder that stands', () => {
    const refusal = (name: string) => run(`npm run -s new:channel -- '${name}'`);
    expect(refusal('Smoke-Signal')).toMatchObject({ status: 1, output: expect.stringContaining('lower-case letters and digits') });
    expect(refusal('../form')).toMatchObject({ status: 1, output: expect.stringContaining('is no name of a channel') });
    expect(refusal('form')).toMatchObject({ status: 1, output: expect.stringContaining('libs/channels/form exists already') });
  });
});

function namesItsBlanks(): boolean {
  const { status, output } = run(`npm run -s test:only -- ${FOLDER} -t blanks`);
  expect(status).toBe(1);
  expect(output).toContain(`(${FOLDER}/src/parse.ts:6)`);
  return true;
}
