import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { phoneOf } from '../../e2e/phones.mjs';
import { until } from '../../e2e/until.mjs';
import { type Database, databaseOf } from '../../faults/database.mjs';

const dataDir = makeDataDir();
/** An audit leaves out the newest contacts: all of these came so long ago. */
const AGO = `interval '20 minutes'`;
const FILES = 2;
const PLAIN = 5;
let hub: Hub;
let database: Database;
let form: string;
/** Contacts with a file each, then contacts without. */
let ids: string[];
let blobs: string[];

interface Finding {
  readonly kind: string;
  readonly contactId: string | null;
  readonly sha256: string | null;
  readonly endedAt: string | null;
}

beforeAll(async () => {
  hub = await startHub({ dataDir });
  database = databaseOf(dataDir);
  ({ form } = await install(hub.api, { managers: 1 }));
  ids = [];
  for (let n = 0; n < FILES; n += 1) ids.push(await post(withFile(n)));
  for (let n = FILES; n < FILES + PLAIN; n += 1) ids.push(await post(withoutFile(n)));
  await until('all are handled', async () => (await database.query('select count(*)::int as n from lead.contact'))[0].n === ids.length);
  // Never on the log, and nothing is missing for it.
  await hub.api.post('/api/v1/leads', { line: 'main', name: 'По телефону', phone: phoneOf(100) });
  blobs = [];
  for (const id of ids.slice(0, FILES)) blobs.push((await hub.api.get(`/api/v1/contacts/${id}`)).attachments[0].sha256);
  await database.query(`
    update intake.contact set received_at = received_at - ${AGO}; update intake.tally set minute = minute - ${AGO}; update lead.tally set minute = minute - ${AGO};
    update lead.contact set received_at = received_at - ${AGO}, published_at = published_at - ${AGO}; update log.record set appended_at = appended_at - ${AGO}`);
}, 60_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

function withFile(n: number): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries({ name: `Клиент ${n}`, phone: phoneOf(n), message: 'см. файл' })) body.set(name, value);
  body.set('file', new Blob([`file ${n}`], { type: 'text/plain' }), 'a.txt');
  return body;
}

function withoutFile(n: number): URLSearchParams {
  return new URLSearchParams({ name: `Клиент ${n}`, phone: phoneOf(n), message: `вопрос ${n}` });
}

async function post(body: FormData | URLSearchParams): Promise<string> {
  const answer = await fetch(`${hub.url}/f/${form}`, { method: 'POST', body, headers: { accept: 'application/json' } });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { id: string }).id;
}

/** Of the time in which all came, to its end. @returns what is open after it */
async function audit(): Promise<Finding[]> {
  const begun = await hub.api.call('POST', '/api/v1/custody/audits', { from: new Date(Date.now() - 25 * 60_000).toISOString(), deep: true });
  expect([begun.status, begun.body.state]).toEqual([202, 'running']);
  const ended = await until('the audit ended', async () => {
    const one = await hub.api.get(`/api/v1/custody/audits/${begun.body.id}`);
    return one.state !== 'running' && one;
  });
  expect(ended).toMatchObject({ state: 'done', failure: null });
  return (await hub.api.get('/api/v1/custody/findings?state=open')).items;
}

const blobPath = (sha256: string): string => join(dataDir, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
const named = (findings: Finding[]): string[] => findings.map(({ kind, contactId, sha256 }) => `${kind} ${contactId}${sha256 ? ` ${sha256}` : ''}`).sort();

describe('an export', () => {
  const verify = (...args: string[]) => spawnSync(process.execPath, ['apps/hub/dist/verify-custody.js', ...args], { env: { ...process.env, TRIBUTARY_DATA: dataDir }, encoding: 'utf8' });

  it('can be checked without the hub, here and elsewhere, and shows any change', async () => {
    const window = new URLSearchParams({ from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() });
    const { status, text } = await hub.api.call('GET', `/api/v1/custody/export?${window}`);
    expect(status).toBe(200);
    const file = join(dataDir, 'custody.ndjson');
    writeFileSync(file, text);
    for (const id of ids) expect(text).toContain(id);
    expect(text).not.toMatch(/Клиент|вопрос|\+7916/);
    expect(verify(file).stdout).toContain(`whole: ${ids.length + 1} contacts`);
    const key = verify('--print-key').stdout.trim();
    expect(verify(file, '--key', key).status).toBe(0);
    writeFileSync(file, text.replace(`"id":"${ids[3]}","revision":1`, `"id":"${ids[3]}","revision":2`));
    expect(verify(file)).toMatchObject({ status: 1, stderr: expect.stringMatching(/^not whole: line \d was changed/) });
    expect(verify()).toMatchObject({ status: 2, stderr: expect.stringContaining('npm run custody:verify -- FILE') });
    expect(verify(join(dataDir, 'nothing'))).toMatchObject({ status: 2, stderr: expect.stringContaining('ENOENT') });
  }, 60_000);
});

describe('an audit of custody', () => {
  it('finds nothing when nothing is missing', async () => {
    expect(await audit()).toEqual([]);
    const [{ contacts, records }] = (await hub.api.get('/api/v1/custody/audits')).items;
    expect([contacts, records]).toEqual([ids.length, ids.length]);
  }, 60_000);

  it('names a contact row, a raw part, a record of the log and a blob that somebody removed or changed, and forgets what was put back', async () => {
    const [, , unhandled, forgotten, unlogged, partless] = ids;
    const [removed = '', changed = ''] = blobs;
    const whole = { removed: readFileSync(blobPath(removed)), changed: readFileSync(blobPath(changed)) };
    const [leadRow] = await database.query(`delete from lead.contact where id = $1 returning to_jsonb(contact) as row`, [unhandled]);
    await database.query(`delete from intake.contact where id = $1`, [forgotten]);
    await database.query(`delete from intake.part where contact_id = $1`, [partless]);
    await database.query(`delete from log.record where headers ->> 'subject' = $1`, [unlogged]);
    rmSync(blobPath(removed));
    writeFileSync(blobPath(changed), whole.changed.map((byte, at) => (at === 0 ? byte ^ 1 : byte)));
    expect(named(await audit())).toEqual([
      `not-handled ${unhandled}`, `gone-from-intake ${forgotten}`, `part-missing ${partless}`, `gone-from-log ${unlogged}`,
      `blob-missing ${ids[0]} ${removed}`, `blob-corrupt ${ids[1]} ${changed}`,
    ].sort());

    writeFileSync(blobPath(removed), whole.removed);
    writeFileSync(blobPath(changed), whole.changed);
    await database.query(`insert into lead.contact select * from jsonb_populate_record(null::lead.contact, $1)`, [leadRow.row]);
    expect(named(await audit())).toEqual([`gone-from-intake ${forgotten}`, `gone-from-log ${unlogged}`, `part-missing ${partless}`].sort());
    expect(named((await hub.api.get('/api/v1/custody/findings?state=ended')).items)).toEqual(
      [`not-handled ${unhandled}`, `blob-missing ${ids[0]} ${removed}`, `blob-corrupt ${ids[1]} ${changed}`].sort());
  }, 60_000);

  it('tells why a window can not be audited', async () => {
    const now = Date.now();
    const days = (count: number): string => new Date(now - count * 86_400_000).toISOString();
    for (const [body, field, code] of [
      [{ from: days(20), to: days(19) }, 'from', 'window-too-old'],
      [{ from: days(1), to: days(2) }, 'to', 'window-order'],
      [{ from: days(1), to: days(-1) }, 'to', 'window-too-young'],
    ] as const) {
      const { status, body: problem } = await hub.api.call('POST', '/api/v1/custody/audits', body);
      expect([status, problem.errors[0]]).toEqual([422, { field, code, detail: expect.stringMatching(/\w{3}/) }]);
    }
    expect((await hub.api.call('GET', '/api/v1/custody/audits/nothing')).status).toBe(404);
  });
});

describe('what is unaccounted', () => {
  it('is told by account, with ids', async () => {
    expect(await hub.api.get('/api/v1/custody/unaccounted')).toEqual({ items: [], nextCursor: null });
    const [row] = await database.query(`delete from lead.contact where id = $1 returning date_trunc('minute', received_at) as minute`, [ids[6]]);
    await database.query(`update lead.tally set leads_opened = leads_opened - 1 where minute = $1`, [row.minute]);
    await audit();
    const { items } = await hub.api.get('/api/v1/custody/unaccounted');
    expect(items).toEqual([{ accountId: form, minute: null, count: 1, contactIds: [ids[6]] }]);
  }, 60_000);
});
