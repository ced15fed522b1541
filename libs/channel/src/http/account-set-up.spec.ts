import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Channel } from '../channel.js';
import { ConnectorError } from '../pull.js';
import { httpFixture, type HttpFixture } from '../testing/http-fixture.js';
import { ToyBox, toyPull } from '../testing/toy-pull.js';

const settings = z.strictObject({
  box: z.string(),
  password: z.string().min(1).meta({ secret: true, boundTo: ['box'] }),
  shelf: z.string().refine((shelf) => shelf !== 'top', { params: { code: 'too-high', detail: { en: 'Nobody reaches it.', ru: 'Никто не достанет.' } } }),
});

let asked = 0;
let failure: Error | undefined;
let known: () => Promise<string> = () => Promise.resolve('');
/** What is told of the name along with the shelf. */
let along: string | undefined;
/** A toy box whose shelf is found by asking. */
const channel: Channel<z.infer<typeof settings>> = {
  ...toyPull,
  settings,
  called: () => known(),
  complete: (sent, _, called) => {
    if (sent['shelf'] !== undefined) return Promise.resolve(sent);
    asked++;
    if (along !== undefined) called?.(along);
    return failure ? Promise.reject(failure) : Promise.resolve({ ...sent, shelf: 'low' });
  },
};

let hub: HttpFixture;
let box: ToyBox;
beforeAll(async () => {
  hub = await httpFixture([channel]);
});
afterAll(() => hub.drop());
beforeEach(() => {
  box = new ToyBox(randomUUID());
  asked = 0;
  failure = undefined;
  along = undefined;
  known = () => Promise.resolve('');
});
afterEach(() => box.close());

type Made = { id: string; settings: Record<string, unknown> };
const create = (sent: object = box.settings) => hub.api<Made>('admin', 'POST', '/api/v1/accounts', { channel: 'toy_pull', settings: sent });
const refusal = (failureClass: ConnectorError['failureClass'], field?: string) =>
  new ConnectorError(failureClass, { code: 'toy-refusal', detail: { en: 'Refused.', ru: 'Отказ.' }, field, retryAfterMs: 5000 });

describe('settings that can be found out', () => {
  it('are filled in before the account is made', async () => {
    const { status, body } = await create();
    expect([status, body.settings]).toEqual([201, expect.objectContaining({ box: box.settings.box, shelf: 'low', password: '••••••' })]);
  });

  it('are not asked for when they are given', async () => {
    expect((await create({ ...box.settings, shelf: 'high' })).status).toBe(201);
    expect(asked).toBe(0);
  });

  it('stand in the answer of a check, and need not be looked for again', async () => {
    const { body } = await hub.api<{ found: object }>('admin', 'POST', '/api/v1/accounts/check', { channel: 'toy_pull', settings: box.settings });
    expect(body).toEqual({ ok: true, title: box.settings.box, found: { shelf: 'low' } });
    expect((await create({ ...box.settings, ...body.found })).status).toBe(201);
    expect(asked).toBe(1);
  });

  it('refuse the account at the field that a person can mend', async () => {
    failure = refusal('credentials', 'password');
    expect(await create()).toMatchObject({ status: 422, body: { code: 'validation-failed', errors: [{ field: 'settings.password', code: 'toy-refusal', detail: 'Refused.' }] } });
  });

  it('ask to come again when the provider is away, and make nothing', async () => {
    failure = refusal('provider');
    const { status, body, headers } = await create();
    expect([status, body.code, body.detail, headers.get('retry-after')]).toEqual([503, 'set-up-failed', 'Refused.', '5']);
    expect(await hub.rows('select from intake.account where settings->>$$box$$ = $1', [box.settings.box])).toEqual([]);
  });

  it('fail a check without failing the request', async () => {
    failure = refusal('network', 'box');
    const { status, body } = await hub.api('admin', 'POST', '/api/v1/accounts/check', { channel: 'toy_pull', settings: box.settings });
    expect([status, body]).toEqual([200, { ok: false, failure: { class: 'network', code: 'toy-refusal', detail: 'Refused.', field: 'box' } }]);
  });
});

describe('an account without a name of its own', () => {
  const nameOf = async (more: object = {}) => (await hub.api<{ name: string }>('admin', 'POST', '/api/v1/accounts', { channel: 'toy_pull', settings: box.settings, ...more })).body.name;

  it('is called as the provider calls it, and by its channel when that is not known', async () => {
    known = () => Promise.resolve(` Sales\nbot @acme_sales ${'x'.repeat(300)}`);
    expect(await nameOf()).toMatch(/^Sales bot @acme_sales x{50,}$/);
    expect(await nameOf({ name: 'Mine' })).toBe('Mine');
    known = () => Promise.reject(refusal('credentials'));
    expect(await nameOf()).toBe(channel.title.en);
    known = () => Promise.resolve('');
    expect(await nameOf()).toBe(channel.title.en);
  });

  it('is not asked for again when its settings were, whatever came of that', async () => {
    known = () => Promise.resolve('asked for again');
    along = ' Sales\nbot';
    expect(await nameOf()).toBe('Sales bot');
    along = '';
    expect(await nameOf()).toBe(channel.title.en);
  });
});

describe("a channel's own faults", () => {
  it.each([['ru', 'Никто не достанет.'], ['en', 'Nobody reaches it.']])('are told in %s', async (language, detail) => {
    const answer = await fetch(`${hub.url}/api/v1/accounts`, {
      method: 'POST',
      headers: { authorization: 'Bearer admin', 'content-type': 'application/json', 'accept-language': language },
      body: JSON.stringify({ channel: 'toy_pull', settings: { ...box.settings, shelf: 'top' } }),
    });
    expect([answer.status, ((await answer.json()) as { errors: unknown }).errors]).toEqual([422, [{ field: 'settings.shelf', code: 'too-high', detail }]]);
  });
});

it('an unknown setting is named once, however strict the schema', async () => {
  expect((await create({ ...box.settings, shelf: 'low', wrong: 1 })).body.errors).toEqual([{ field: 'settings.wrong', code: 'unknown-key', detail: expect.any(String) }]);
});

describe('a changed destination', () => {
  it('asks for the secret again, and a mask is none', async () => {
    const { id } = (await create()).body;
    for (const sent of [{ box: 'other' }, { box: 'other', password: '••••••' }]) {
      const { status, body } = await hub.api('admin', 'PATCH', `/api/v1/accounts/${id}`, { settings: sent });
      expect([status, body.errors]).toEqual([422, [{ field: 'settings.password', code: 'secret-needed-again', detail: expect.any(String) }]]);
    }
    expect((await hub.api('admin', 'PATCH', `/api/v1/accounts/${id}`, { settings: { box: 'other', password: 'new' } })).status).toBe(200);
  });

  it('is not tried with the old secret either', async () => {
    const { id } = (await create()).body;
    const other = new ToyBox(randomUUID());
    const { status } = await hub.api('admin', 'POST', `/api/v1/accounts/${id}/check`, { settings: { box: other.settings.box } });
    expect([status, other.logins]).toEqual([422, 0]);
    expect((await hub.api('admin', 'POST', `/api/v1/accounts/${id}/check`, { settings: other.settings })).body).toMatchObject({ ok: true, title: other.settings.box });
    expect((await hub.api<Made>('admin', 'GET', `/api/v1/accounts/${id}`)).body.settings).toMatchObject({ box: box.settings.box });
    await other.close();
  });
});
