import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../../e2e/api.mjs';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub, TOKEN } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { until } from '../../e2e/until.mjs';

const dataDir = makeDataDir();
let hub: Hub;

beforeAll(async () => {
  hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: undefined } });
}, 90_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

describe('a fresh hub', () => {
  it('prints a set-up link that makes the first administrator, once', async () => {
    const link = /https?:\/\/\S+\/setup\?token=[\w-]+/.exec(hub.output)?.[0];
    expect(link).toBeDefined();
    const { pathname, search, searchParams } = new URL(link!);
    expect((await fetch(hub.url + pathname + search)).status).toBe(200);
    const setUp = (token: string) => new Api(hub.url).call('POST', '/api/v1/setup', { token, name: 'Анна', email: 'anna@example.com', password: 'a long enough passphrase' });
    expect((await setUp('x'.repeat(43))).status).toBe(410);
    expect((await setUp(searchParams.get('token')!)).status).toBeLessThan(300);
    expect((await setUp(searchParams.get('token')!)).status).toBe(410);
  });

  it('says that it lives and is ready, and shows metrics', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics']) expect((await fetch(hub.url + path)).status).toBe(200);
  });

  it('takes the API token of the environment, and no other', async () => {
    await expect(hub.api.get('/api/v1/accounts')).resolves.toHaveProperty('items');
    expect((await new Api(hub.url, `${TOKEN}x`).call('GET', '/api/v1/accounts')).status).toBe(401);
    expect((await new Api(hub.url).call('GET', '/api/v1/accounts')).status).toBe(401);
  });

  it('makes a form post a lead with a manager within 2 s', async () => {
    const { form, managers } = await install(hub.api, { managers: 2 });
    const answer = await new Api(hub.url).call('POST', `/f/${form}`, { name: 'Анна', phone: '8 (916) 123-45-67', email: 'anna@example.com', message: 'Здравствуйте' });
    expect(answer.status).toBe(202);
    const { id } = answer.body as { id: string };
    const contact = await until('the contact has a lead', async () => {
      const found = await hub.api.call('GET', `/api/v1/contacts/${id}`);
      return found.body?.lead && found.body;
    }, { timeoutMs: 2_000, everyMs: 20 });
    expect(contact).toMatchObject({
      id,
      revision: 1,
      channel: 'form',
      accountId: form,
      kind: 'form',
      sender: { name: 'Анна' },
      identities: expect.arrayContaining([
        expect.objectContaining({ type: 'phone', value: '+79161234567', verified: false }),
        expect.objectContaining({ type: 'email', value: 'anna@example.com' }),
      ]),
      person: { id: expect.any(String) },
    });
    const lead = await hub.api.get(`/api/v1/leads/${contact.lead.id}`);
    expect(managers).toContain(lead.managerId);
    expect((await hub.api.get('/api/v1/contacts')).items).toHaveLength(1);
  });
});

describe('the doctor', () => {
  const look = (env: Record<string, string> = {}) => {
    const { status, stdout } = spawnSync(process.execPath, ['apps/hub/dist/doctor.js'], {
      encoding: 'utf8',
      env: { ...process.env, TRIBUTARY_DATA: dataDir, PORT: new URL(hub.url).port, LANG: 'en_US.UTF-8', LC_ALL: '', LC_MESSAGES: '', ...env },
    });
    return { status, lines: stdout.trim().split('\n') };
  };

  it('finds a hub that runs well, beside it', () => {
    const { status, lines } = look();
    expect(lines.filter((line) => !line.startsWith('✓'))).toEqual([]);
    expect(status).toBe(0);
    expect(lines).toEqual(expect.arrayContaining(['✓ fsync = on', '✓ the key fits the data', '✓ no migration is pending', expect.stringMatching(/^✓ Tributary runs on port \d+: ok/)]));
  });

  it('says what is ill and what to do, in the terminal’s language', () => {
    expect(look({ TRIBUTARY_SECRET_KEY: 'another passphrase of ours' }).lines).toContainEqual(expect.stringMatching(/^✗ the key does not fit the data: .*TRIBUTARY_SECRET_KEY/));
    expect(look({ KAFKA_BROKERS: '127.0.0.1:9' })).toMatchObject({ status: 1, lines: expect.arrayContaining([expect.stringMatching(/^✗ Kafka does not answer: .*KAFKA_BROKERS/)]) });
    expect(look({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/x', LANG: 'ru_RU.UTF-8' }).lines).toContainEqual(expect.stringMatching(/^✗ база данных: .*: проверьте DATABASE_URL/));
    expect(look({ PORT: 'x' })).toMatchObject({ status: 1, lines: [expect.stringMatching(/^✗ settings: .*PORT/s)] });
  });
});

describe('a forgotten password', () => {
  const reset = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['apps/hub/dist/reset-password.js', ...args], {
      encoding: 'utf8',
      env: { ...process.env, TRIBUTARY_DATA: dataDir, PUBLIC_URL: hub.url },
    });
    return { status, stdout, stderr, password: /: (\S+)\n/.exec(stdout)?.[1] };
  };
  const signIn = (password: string | undefined) => new Api(hub.url).call('POST', '/api/v1/session', { email: 'anna@example.com', password });

  it('is replaced at the machine, beside the hub that runs; sessions end, and the audit knows', async () => {
    expect((await signIn('a long enough passphrase')).status).toBeLessThan(300);
    const { status, password } = reset('Anna@example.com');
    expect(status).toBe(0);
    expect((await signIn('a long enough passphrase')).status).toBe(401);
    expect((await signIn(password)).status).toBeLessThan(300);
    expect((await hub.api.get('/api/v1/audit')).items).toContainEqual(expect.objectContaining({ route: 'reset-password', outcome: 'done', fields: ['password'] }));
    expect(reset('nobody@example.com')).toMatchObject({ status: 1, stderr: 'nobody has the address nobody@example.com\n' });
    expect(reset()).toMatchObject({ status: 2, stderr: expect.stringContaining('npm run reset-password -- EMAIL') });
  });

  it('is replaced while no hub runs, and no server is left behind', async () => {
    await endHub(hub);
    const { status, password } = reset('anna@example.com');
    expect(status).toBe(0);
    hub = await startHub({ dataDir });
    expect((await signIn(password)).status).toBeLessThan(300);
  }, 90_000);

  it('makes no installation where there is none', () => {
    const { status, stderr } = spawnSync(process.execPath, ['apps/hub/dist/reset-password.js', 'anna@example.com'], { encoding: 'utf8', env: { ...process.env, TRIBUTARY_DATA: `${dataDir}-nowhere` } });
    expect([status, stderr]).toEqual([2, expect.stringContaining('there is no database in')]);
    expect(existsSync(`${dataDir}-nowhere`)).toBe(false);
  });
});
