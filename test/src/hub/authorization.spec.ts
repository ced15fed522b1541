import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../../e2e/api.mjs';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { phoneOf } from '../../e2e/phones.mjs';
import { until } from '../../e2e/until.mjs';
import { type Database, databaseOf } from '../../faults/database.mjs';
import { dump } from '../authorization/dump.js';
import { type Caller, CALLERS, documentedRoutes, mayCall, type Route } from '../authorization/routes.js';

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
const dataDir = makeDataDir();
let hub: Hub;
let database: Database;
let routes: Route[];
let callers: Record<Caller, Api>;
/** A second manager: what the first one must not touch is theirs. */
let other: { id: string; leadId: string; contactId: string; personId: string };
/** Real ids by the first word of a path, all of them somebody else's. */
let objects: Record<string, string>;

beforeAll(async () => {
  hub = await startHub({ dataDir });
  database = databaseOf(dataDir);
  const { form, managers } = await install(hub.api, { managers: 2 });
  const [mine = '', theirs = ''] = managers;
  const token = async (role: string, managerId?: string) =>
    new Api(hub.url, (await hub.api.post('/api/v1/tokens', { name: `a ${role}`, role, ...(managerId && { managerId }) })).token);
  callers = { nobody: new Api(hub.url), manager: await token('manager', mine), operator: await token('operator'), admin: await token('admin') };
  other = await leadOf(form, theirs);
  const user = await hub.api.post('/api/v1/users', { email: 'other@example.com', name: 'Other', role: 'manager', managerId: theirs, password: 'a long enough passphrase' });
  const [someToken] = (await hub.api.get('/api/v1/tokens')).items;
  const quarantined = await database.query(
    `insert into intake.quarantine (id, account_id, received_at, stage, failure_class, code, detail, media_type, request, sha256, size_bytes, raw, last_seen_at)
     values (gen_random_uuid(), $1, now(), 'parse', 'payload', 'spec', 'spec', 'text/plain', '{}', sha256('x'), 1, 'x', now()) returning id`, [form]) as { id: string }[];
  objects = {
    accounts: form, managers: theirs, notifications: theirs, leads: other.leadId, contacts: other.contactId, people: other.personId, users: user.id,
    tokens: someToken.id, quarantine: quarantined[0]!.id, lines: 'main', queues: 'main', f: form, webhooks: form, notices: UNKNOWN,
  };
  routes = await documentedRoutes(hub.api);
}, 120_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

/** Posts until the second manager has a lead. */
async function leadOf(form: string, managerId: string): Promise<typeof other> {
  for (let n = 0; n < 4; n += 1) {
    const { id } = await hub.api.post(`/f/${form}`, { name: `Клиент ${n}`, phone: phoneOf(n), message: `вопрос ${n}` });
    const contact = await until('the lead is there', async () => {
      const answer = await hub.api.call('GET', `/api/v1/contacts/${id}`);
      return answer.body?.lead && answer.body;
    });
    if (contact.lead.managerId === managerId) return { id: managerId, leadId: contact.lead.id, contactId: id, personId: contact.person.id };
  }
  throw new Error('the queue never came to the second manager');
}

/** The path with real ids, or with ids that nobody has. */
function filled({ path }: Route, real: boolean): string {
  const words = path.split('/');
  return words.map((word, index) => {
    if (!/^\{.+\}$|^\*$/.test(word)) return word;
    const list = words.slice(0, index).findLast((before) => !/^\{|^v1$/.test(before)) ?? '';
    return (real ? objects[list] : undefined) ?? UNKNOWN;
  }).join('/');
}

const call = (caller: Caller, { method, hasBody }: Route, path: string) => callers[caller].call(method, path, hasBody ? {} : undefined);

/** A stream of events never ends: its status is enough. */
const isStream = ({ path }: Route): boolean => path === '/api/v1/feed';

describe('each route × each role', () => {
  it('is documented with who may call it', () => {
    expect(routes.length).toBeGreaterThan(30);
    const levels = new Set(routes.map(({ access }) => access));
    for (const level of ['public', 'manager', 'operator', 'admin'] as const) expect(levels).toContain(level);
  });

  it('refuses whom it must, with somebody else\'s real object, and changes nothing', async () => {
    const before = await dump(database);
    for (const route of routes) {
      for (const caller of CALLERS.filter((one) => !mayCall(one, route.access))) {
        const answer = await call(caller, route, filled(route, true));
        const expected = caller === 'nobody' || route.access === 'internal' ? 401 : 403;
        expect(`${caller} ${route.method} ${route.path}: ${answer.status}`).toBe(`${caller} ${route.method} ${route.path}: ${expected}`);
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect({ after: `${caller} ${route.method} ${route.path}`, ...(await dump(database)) }).toEqual({ after: `${caller} ${route.method} ${route.path}`, ...before });
      }
    }
  }, 300_000);

  it('lets in whom it declares', async () => {
    for (const route of routes.filter((one) => !isStream(one) && one.access !== 'public' && one.access !== 'internal')) {
      for (const caller of CALLERS.filter((one) => mayCall(one, route.access))) {
        const { status } = await call(caller, route, filled(route, false));
        expect(`${caller} ${route.method} ${route.path}: ${[401, 403].includes(status) || status >= 500 ? status : 'let in'}`).toBe(`${caller} ${route.method} ${route.path}: let in`);
      }
    }
    // What they began ends before the database is looked at again.
    await until('audits have ended', async () => (await hub.api.all('/api/v1/custody/audits')).every(({ state }) => state !== 'running'));
  }, 120_000);

  it('answers a token that was revoked, cut or made up like nobody', async () => {
    const made = await hub.api.post('/api/v1/tokens', { name: 'short-lived', role: 'admin' });
    const live = new Api(hub.url, made.token);
    expect((await live.call('GET', '/api/v1/accounts')).status).toBe(200);
    expect((await new Api(hub.url, made.token.slice(0, -1)).call('GET', '/api/v1/accounts')).status).toBe(401);
    expect((await hub.api.call('DELETE', `/api/v1/tokens/${made.id}`)).status).toBe(204);
    expect((await live.call('GET', '/api/v1/accounts')).status).toBe(401);
  });

  it('believes no actor and no internal token from outside', async () => {
    const actor = Buffer.from(JSON.stringify({ role: 'admin', name: 'x' })).toString('base64url');
    for (const headers of [{ 'x-tributary-actor': actor }, { 'x-tributary-actor': actor, authorization: 'Internal ' }, { 'x-tributary-actor': actor, authorization: `Internal ${'0'.repeat(64)}` }]) {
      const api = new Api(hub.url, undefined, headers as Record<string, string>);
      expect((await api.call('GET', '/api/v1/accounts')).status).toBe(401);
      expect((await api.call('GET', '/internal/lead/stats')).status).toBe(401);
    }
  });
});

describe('a manager', () => {
  it('can not act on another manager\'s lead, and the database is the same afterwards', async () => {
    const before = await dump(database);
    for (const [method, path, body] of [
      ['POST', `/api/v1/leads/${other.leadId}/transfer`, { managerId: objects['managers'] }],
      ['POST', `/api/v1/leads/${other.leadId}/close`, { outcome: 'won' }],
      ['POST', `/api/v1/leads/${other.leadId}/take`, {}],
    ] as const) {
      const { status } = await callers.manager.call(method, path, body);
      expect(`${method} ${path} ${status}`).toMatch(/ (403|404)$/);
      expect(await dump(database)).toEqual(before);
    }
  });

  it('can not raise itself', async () => {
    const before = await dump(database);
    for (const [method, path, body] of [
      ['POST', '/api/v1/users', { email: 'me@example.com', name: 'Me', role: 'admin', password: 'a long enough passphrase' }],
      ['PATCH', `/api/v1/users/${objects['users']}`, { role: 'admin' }],
      ['POST', '/api/v1/tokens', { name: 'mine', role: 'admin' }],
    ] as const) {
      expect((await callers.manager.call(method, path, body)).status).toBe(403);
      expect((await callers.operator.call(method, path, body)).status).toBe(403);
    }
    expect(await dump(database)).toEqual(before);
  });

  it('sees no secret of an account in any answer', async () => {
    for (const caller of ['manager', 'operator', 'admin'] as const) {
      const { text } = await callers[caller].call('GET', '/api/v1/connectors');
      expect(text).not.toMatch(/hash|sealed|password"/i);
    }
  });
});
