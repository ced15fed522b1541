import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { until } from '../../e2e/until.mjs';
import { type Database, databaseOf } from '../../faults/database.mjs';

const dataDir = makeDataDir();
let hub: Hub;
let database: Database;
let api: string;

beforeAll(async () => {
  hub = await startHub({ dataDir });
  database = databaseOf(dataDir);
  ({ api = '' } = await install(hub.api, { apiAccount: true }));
}, 90_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

const WORDS = ['79160000077', 'erasable@example.com', 'Стираемый'];
const enquiry = (externalId: string, more: object = {}) =>
  ({ externalId, occurredAt: '2026-11-01T10:00:00Z', name: 'Иван Стираемый', phone: '8 916 000-00-77', email: 'erasable@example.com', text: 'вопрос', ...more });
const send = async (body: object): Promise<string> => (await hub.api.call('POST', `/api/v1/contacts?accountId=${api}`, body)).body.id;
const contactOf = (id: string) => until(`contact ${id} has its person`, async () => {
  const { body } = await hub.api.call('GET', `/api/v1/contacts/${id}`);
  return body?.person && body;
});

/** Tables that hold one of the words, in clear or as bytes. The log's copies expire; who could not sign in is nobody's data. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const tables = await database.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('intake', 'lead', 'console', 'notifier') order by 1`) as { name: string }[];
  const patterns = words.flatMap((word) => [`%${word}%`, `%${Buffer.from(word).toString('hex')}%`]);
  const found = [];
  for (const { name } of tables) {
    const rows = await database.query(`select from ${name} t where to_jsonb(t)::text like any($1) limit 1`, [patterns]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** Files of the blob store that hold one of the words. */
function blobsWith(words: readonly string[]): string[] {
  const files = readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => {
    const bytes = readFileSync(path);
    return words.some((word) => bytes.includes(word));
  });
}

describe('a person is erased from the whole hub', () => {
  it('from every table and file, and neither a repeat nor a backfill brings anything back', async () => {
    const ids = [await send(enquiry('1')), await send(enquiry('2', { text: 'длинный вопрос '.repeat(6_000) }))];
    const { person } = await contactOf(ids[0]!);
    await contactOf(ids[1]!);
    const before = await tablesWith(WORDS);
    expect(before).toEqual(expect.arrayContaining(['intake.contact', 'intake.part', 'lead.contact', 'lead.identity', 'lead.person']));
    expect(blobsWith(WORDS)).not.toEqual([]);
    await until('the notifier has told of it', async () => (await tablesWith(WORDS)).includes('notifier.feed_entry'));

    const erased = await hub.api.call('DELETE', `/api/v1/people/${person.id}`);
    expect([erased.status, erased.body]).toMatchObject([200, { contacts: 2, leads: 1, pending: [], lastLogCopyExpiresAt: expect.stringMatching(/Z$/) }]);
    expect(await tablesWith(WORDS)).toEqual([]);
    expect(blobsWith(WORDS)).toEqual([]);

    // The same again, and one of that time that was not seen before.
    await send(enquiry('1'));
    const late = await send(enquiry('3'));
    await until('it is stopped and erased', async () => {
      const [row] = await database.query('select exists (select from intake.tombstone where contact_id = $1) as done', [late]) as { done: boolean }[];
      return row!.done;
    });
    expect(await tablesWith(WORDS)).toEqual([]);
    const { unaccounted } = await hub.api.get('/api/v1/stats');
    expect(unaccounted).toBe(0);

    const again = await contactOf(await send(enquiry('4', { occurredAt: new Date(Date.now() + 1_000).toISOString() })));
    expect(again.person.id).not.toBe(person.id);
  }, 60_000);

  it('and what the audits of custody count still agrees', async () => {
    const begun = await hub.api.post('/api/v1/custody/audits', { from: new Date(Date.now() - 25 * 60_000).toISOString(), deep: true });
    const ended = await until('the audit has ended', async () => {
      const one = await hub.api.get(`/api/v1/custody/audits/${begun.id}`);
      return one.state !== 'running' && one;
    });
    expect(ended).toMatchObject({ state: 'done', failure: null });
    expect((await hub.api.get('/api/v1/custody/findings?state=open')).items).toEqual([]);
  }, 60_000);
});
