import { afterAll, expect, it } from '@jest/globals';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';

const dataDir = makeDataDir();
let hub: Hub;

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

/** Set up after the hub is ready: it goes the way that everybody goes. */
const demoIsOn = () => until('the demo is on', async () => (await hub.api.get('/api/v1/demo')).on === true, { timeoutMs: 30_000 });
const contacts = async () => (await hub.api.get('/api/v1/contacts')).items as { subject?: string; lead?: object }[];

it('a demo keeps its mail over a restart, makes nothing twice, and goes when it is told to', async () => {
  hub = await startHub({ dataDir, args: ['--demo'] });
  await demoIsOn();
  const before = await hub.api.get('/api/v1/accounts');
  expect(before.items.map(({ channel }: { channel: string }) => channel).sort()).toEqual(['email', 'form']);
  await hub.api.post('/api/v1/demo/mail', { from: 'ivan@client.example', subject: 'One', text: 'How much?' });
  await until('the mail is a lead', async () => (await contacts()).some(({ subject, lead }) => subject === 'One' && lead), { timeoutMs: 30_000 });
  expect((await hub.api.call('POST', '/api/v1/demo/mail', { from: 'nobody', subject: '', text: '' })).status).toBe(422);

  await hub.stop();
  hub = await startHub({ dataDir, args: ['--demo'] });
  await demoIsOn();
  const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);
  expect(ids(await hub.api.get('/api/v1/accounts'))).toEqual(ids(before));
  expect((await hub.api.get('/api/v1/managers')).items).toHaveLength(3);
  await hub.api.post('/api/v1/demo/mail', { from: 'olga@client.example', subject: 'Two', text: 'When?' });
  await until('the second mail is a lead', async () => (await contacts()).some(({ subject, lead }) => subject === 'Two' && lead), { timeoutMs: 30_000 });
  expect(await contacts()).toHaveLength(2);

  await hub.stop();
  hub = await startHub({ dataDir, args: ['--remove-demo'] });
  await until('the demo is gone', async () => (await hub.api.get('/api/v1/accounts')).items.length === 0, { timeoutMs: 30_000 });
  expect(await hub.api.get('/api/v1/demo')).toEqual({ on: false });
  expect(await contacts()).toHaveLength(2);
  expect((await hub.api.call('POST', '/api/v1/demo/mail', { from: 'ivan@client.example', subject: 'Three', text: 'x' })).status).toBe(409);
}, 120_000);

it('is refused where its parts are missing', async () => {
  const part = await startHub({ dataDir: makeDataDir(), target: 'form', args: ['--demo'], wait: false });
  expect((await part.exited).code).toBe(2);
  expect(part.output).toContain('the demo needs all parts in one process');
}, 30_000);
