import { afterEach, describe, expect, it } from '@jest/globals';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { phoneOf, spelled } from '../../e2e/phones.mjs';
import { until } from '../../e2e/until.mjs';
import { type Database, databaseOf, serveDatabase } from '../../faults/database.mjs';
import { Connection } from '../../load/connection.mjs';
import { requestOf } from '../../load/contacts.mjs';

const PEOPLE = 2_000;
const CONNECTIONS = 64;
const MANAGERS = 3;

const hubs: Hub[] = [];
let dataDir: string;
let database: Database | undefined;

afterEach(async () => {
  await Promise.all(hubs.splice(0).map(endHub));
  await database?.stop();
  await removeDataDir(dataDir);
}, 60_000);

/** Each new person twice at the same moment, in another spelling, with another mail; pairs go to the hubs in turn. */
async function postPairs(targets: readonly Hub[], form: string): Promise<Record<number, number>> {
  const answers: Record<number, number> = {};
  let next = 0;
  const work = async (pair: readonly [Connection, Connection]): Promise<void> => {
    for (;;) {
      const person = next;
      if (person >= PEOPLE) return;
      next += 1;
      const statuses = await Promise.all(pair.map((connection, way) => connection.send(requestOf(`/f/${form}`, JSON.stringify({
        name: `Клиент ${person}`,
        phone: spelled(phoneOf(person), person + way),
        email: `client${person}.${way}@example.com`,
        message: `Вопрос ${person}`,
      })))));
      for (const status of statuses) answers[status] = (answers[status] ?? 0) + 1;
    }
  };
  const portOf = (hub: Hub) => Number(new URL(hub.url).port);
  const pairs = await Promise.all(Array.from({ length: CONNECTIONS / 2 }, async () => [
    await Connection.open(portOf(targets[0]!)),
    await Connection.open(portOf(targets.at(-1)!)),
  ] as const));
  await Promise.all(pairs.map(work));
  for (const connection of pairs.flat()) connection.close();
  return answers;
}

async function expectOneLeadEach(hub: Hub, sql: Database): Promise<void> {
  await until('all contacts are handled', async () => (await sql.handled()) >= 2 * PEOPLE, { timeoutMs: 60_000 });
  const contacts = await hub.api.all('/api/v1/contacts');
  const leads = await hub.api.all('/api/v1/leads');
  const people = await hub.api.all('/api/v1/people');
  expect({ contacts: contacts.length, leads: leads.length, people: people.length }).toEqual({ contacts: 2 * PEOPLE, leads: PEOPLE, people: PEOPLE });
  expect(leads.filter((lead) => lead.status === 'closed')).toEqual([]);
  expect(contacts.filter((contact) => !contact.lead)).toEqual([]);
  const perManager = new Map<string, number>();
  for (const { managerId } of leads) perManager.set(managerId, (perManager.get(managerId) ?? 0) + 1);
  expect(perManager.size).toBe(MANAGERS);
  expect(Math.max(...perManager.values()) - Math.min(...perManager.values())).toBeLessThanOrEqual(1);
}

describe('each new phone twice at once, in different spellings with different mails', () => {
  it('makes one person and one open lead each, managers even', async () => {
    dataDir = makeDataDir();
    const hub = await startHub({ dataDir });
    hubs.push(hub);
    const { form } = await install(hub.api, { managers: MANAGERS });
    expect(await postPairs([hub], form)).toEqual({ 202: 2 * PEOPLE });
    await expectOneLeadEach(hub, databaseOf(dataDir));
  }, 180_000);

  it('does so with two hub processes on one database', async () => {
    dataDir = makeDataDir();
    database = await serveDatabase(dataDir);
    for (let n = 0; n < 2; n += 1) hubs.push(await startHub({ dataDir, databaseUrl: database.url }));
    const { form } = await install(hubs[0]!.api, { managers: MANAGERS });
    expect(await postPairs(hubs, form)).toEqual({ 202: 2 * PEOPLE });
    await expectOneLeadEach(hubs[1]!, database);
  }, 180_000);
});
