import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectorError, MAX_BATCH_BYTES, type PullBatch } from '../pull.js';
import { UnavailableError } from '../intake/errors.js';
import type { Receipt } from '../intake/submission.js';
import { intakeFixture, type IntakeFixture } from '../testing/fixture.js';
import { type PullStage, pullStage } from '../testing/pull-stage.js';
import { toyDraft } from '../testing/toy-channel.js';
import { ToyBox, toyPull } from '../testing/toy-pull.js';
import { Session, type SessionDeps, type SessionListener } from './session.js';

let fixture: IntakeFixture;
let stage: PullStage;
beforeAll(async () => {
  fixture = await intakeFixture();
});
afterAll(() => fixture.drop());
beforeEach(async () => {
  stage = await pullStage(toyPull, fixture, new ToyBox(randomUUID()));
});

const ignore: SessionListener = { cycleDone: () => undefined, reported: () => undefined, stored: () => undefined, lost: () => undefined };

async function session(signal = new AbortController().signal, changes: Partial<SessionDeps> = {}, listener: Partial<SessionListener> = {}) {
  return new Session(stage.running, await stage.nextEpoch(), signal, { ...stage.deps(), ...changes }, { ...ignore, ...listener });
}

function batch(ids: readonly string[], changes: Partial<PullBatch> = {}): PullBatch {
  return { contacts: ids.map((id) => toyDraft({ id })), ...changes };
}

describe('a session', () => {
  it('remembers checkpoints by scope, each for itself', async () => {
    const open = await session();
    expect(await open.checkpoint('INBOX')).toBeUndefined();
    await open.submit(batch(['a'], { checkpoint: { scope: 'INBOX', value: '1' } }));
    await open.submit(batch([], { checkpoint: { scope: 'Sent', value: '7' } }));
    await open.submit(batch([], { checkpoint: { scope: 'INBOX', value: '2' } }));
    const next = await session();
    expect(await Promise.all(['INBOX', 'Sent', 'Junk'].map((scope) => next.checkpoint(scope)))).toEqual(['2', '7', undefined]);
  });

  it('puts a contact that can not be stored into quarantine, alone', async () => {
    const bad = { ...toyDraft({ id: 'a\0b' }), raw: { mediaType: 'text/plain', bytes: Buffer.from('as it came'), origin: { uid: '5' } } };
    const contacts = [toyDraft({ id: 'a' }), bad, toyDraft({ id: 'c' })];
    const open = await session();
    const ids = await open.submit({ contacts, checkpoint: { scope: 'INBOX', value: '3' } });
    expect(new Set(ids).size).toBe(3);
    expect(await stage.stored()).toEqual({ contacts: 2, quarantined: 1 });
    expect(await open.checkpoint('INBOX')).toBe('3');
    const [kept] = await fixture.rows('select raw, request, stage from intake.quarantine where account_id = $1', [stage.running.account.id]);
    expect(kept).toEqual({ raw: Buffer.from('as it came'), request: { origin: { uid: '5' } }, stage: 'parse' });
  });

  it('sends a first fetch by the bulk lane, silently unless told otherwise', async () => {
    const open = await session();
    await open.submit(batch(['old'], { lane: 'bulk' }));
    await open.submit(batch(['new']));
    const source = `/accounts/${stage.running.account.id}`;
    const topics = (await fixture.log()).flatMap(({ topic, headers }) => (headers['source'] === source ? [topic] : []));
    expect(topics).toEqual(['inbound.bulk.v1', 'inbound.contacts.v1']);
  });

  it('waits while nothing can be stored, and goes on when it can', async () => {
    const intake = fixture.intake();
    let away = 2;
    const submit = (...call: Parameters<typeof intake.submit>): Promise<Receipt> => (away-- > 0 ? Promise.reject(new UnavailableError('away', 1)) : intake.submit(...call));
    const open = await session(undefined, { intake: { submit } });
    expect(await open.submit(batch(['a']))).toHaveLength(1);
    expect(away).toBe(-1);
  });

  it('ends its waiting when told to end, and takes nothing afterwards', async () => {
    const end = new AbortController();
    const told = new Error('told to end');
    const submit = () => (end.abort(told), Promise.reject(new UnavailableError('away', 1)));
    const open = await session(end.signal, { intake: { submit } });
    await expect(open.submit(batch(['a']))).rejects.toBe(told);
    const cycles: string[] = [];
    const ended = await session(end.signal, {}, { cycleDone: () => cycles.push('cycle'), reported: ({ code }) => cycles.push(code) });
    await expect(ended.submit(batch(['a']))).rejects.toBe(told);
    await expect(ended.store(Buffer.from('x'), 10)).rejects.toBe(told);
    ended.cycleDone();
    ended.report(new ConnectorError('network', { code: 'late', detail: { ru: '', en: '' } }));
    expect(cycles).toEqual([]);
    expect(await stage.stored()).toEqual({ contacts: 0, quarantined: 0 });
  });

  it('refuses a batch that does not fit into memory', async () => {
    const draft = toyDraft({ id: 'a' });
    const large = { ...draft, raw: { ...draft.raw, bytes: Buffer.alloc(MAX_BATCH_BYTES + 1) } };
    await expect((await session()).submit({ contacts: [large] })).rejects.toBeInstanceOf(RangeError);
  });
});
