import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { contactId, partitionKey } from '@tributary/contact';
import { EnvelopeSchema } from '@tributary/proto';
import { intakeFixture, type IntakeFixture } from '../testing/fixture.js';
import { toyAccount, toyDraft, type ToyContact } from '../testing/toy-channel.js';
import type { Submission } from './submission.js';

let fixture: IntakeFixture;
beforeAll(async () => {
  fixture = await intakeFixture();
});
afterAll(() => fixture.drop());

const RECEIVED = new Date('2026-11-22T09:00:30.500Z');

function submission(contacts: readonly ToyContact[], changes: Partial<Submission> = {}): Submission {
  return { account: toyAccount(randomUUID()), receivedAt: RECEIVED, contacts: contacts.map(toyDraft), ...changes };
}

async function recordsOf(accountId: string) {
  const records = await fixture.log();
  return records.filter(({ headers }) => headers['source'] === `/accounts/${accountId}`);
}

async function tallyOf(accountId: string) {
  const [row] = await fixture.rows<Record<string, string>>(
    `select sum(accepted)::int as accepted, sum(repeats)::int as repeats, sum(revisions)::int as revisions, sum(quarantined)::int as quarantined
       from intake.tally where account_id = $1`,
    [accountId],
  );
  return row;
}

describe('Intake', () => {
  it('stores a new contact, its part, its record and its count', async () => {
    const sent = submission([{ id: 'a', conversation: 'chat 1' }]);
    const receipt = await fixture.intake().submit(sent);
    const id = contactId(sent.account.id, 'a');
    expect(receipt).toEqual({ ids: [id], outcomes: ['new'], quarantineIds: [] });
    const [record] = await recordsOf(sent.account.id);
    expect(record).toMatchObject({
      topic: 'inbound.contacts.v1',
      key: partitionKey(sent.account.id, 'chat 1'),
      headers: { id: `${id}/1`, type: 'tributary.inbound.v1.contact', source: `/accounts/${sent.account.id}`, time: RECEIVED.toISOString(), subject: id },
    });
    expect(fromBinary(EnvelopeSchema, record!.value)).toMatchObject({ id, revision: 1, externalId: 'a', text: 'hello', conversationId: 'chat 1' });
    expect(await fixture.rows('select body from intake.part where contact_id = $1', [id])).toEqual([{ body: sent.contacts[0]!.raw.bytes }]);
    expect(await tallyOf(sent.account.id)).toEqual({ accepted: 1, repeats: 0, revisions: 0, quarantined: 0 });
  });

  it('takes an exact repeat for the same contact', async () => {
    const sent = submission([{ id: 'a' }, { id: 'b' }]);
    const intake = fixture.intake();
    const first = await intake.submit(sent);
    const second = await intake.submit(sent);
    expect(second).toEqual({ ...first, outcomes: ['repeat', 'repeat'] });
    expect(await recordsOf(sent.account.id)).toHaveLength(2);
    expect(await tallyOf(sent.account.id)).toEqual({ accepted: 2, repeats: 2, revisions: 0, quarantined: 0 });
  });

  it('makes a revision of a later part that changes facts, and none of an older one', async () => {
    const intake = fixture.intake();
    const sent = submission([{ id: 'a', version: 2, text: 'two' }]);
    await intake.submit(sent);
    const send = (version: number, text: string) => intake.submit({ ...sent, contacts: [toyDraft({ id: 'a', version, text })] });
    expect((await send(1, 'one')).outcomes).toEqual(['repeat']);
    expect((await send(3, 'three')).outcomes).toEqual(['revised']);
    expect((await send(3, 'three')).outcomes).toEqual(['repeat']);
    const texts = (await recordsOf(sent.account.id)).map(({ value }) => fromBinary(EnvelopeSchema, value)).map(({ revision, text, raw }) => ({ revision, text, parts: raw.length }));
    expect(texts).toEqual([
      { revision: 1, text: 'two', parts: 1 },
      { revision: 2, text: 'three', parts: 2 },
    ]);
  });

  it('revises a contact however long the media types of its parts are said to be', async () => {
    const intake = fixture.intake();
    const account = toyAccount(randomUUID());
    for (let version = 1; version <= 25; version += 1) {
      const draft = toyDraft({ id: 'a', version });
      const raw = { ...draft.raw, mediaType: `application/json; x=${'y'.repeat(14_000)}` };
      await intake.submit({ account, receivedAt: RECEIVED, contacts: [{ ...draft, raw }] });
    }
    expect(await fixture.rows('select revision from intake.contact where account_id = $1', [account.id])).toEqual([{ revision: 25 }]);
  });

  it('groups a burst and answers each', async () => {
    const intake = fixture.intake();
    const account = toyAccount(randomUUID());
    const receipts = await Promise.all(
      Array.from({ length: 500 }, (_, n) => intake.submit({ account, receivedAt: RECEIVED, contacts: [toyDraft({ id: `c${n % 400}` })] })),
    );
    expect(receipts.filter(({ outcomes }) => outcomes[0] === 'new')).toHaveLength(400);
    expect(new Set((await recordsOf(account.id)).map(({ headers }) => headers['id'])).size).toBe(400);
    expect(intake.waiting).toBe(0);
  });

  it('counts each contact once when two processes race for them', async () => {
    const account = toyAccount(randomUUID());
    const intakes = [fixture.intake({}, { groupLanes: 2 }), fixture.intake({}, { groupLanes: 2 })];
    const receipts = await Promise.all(
      Array.from({ length: 600 }, (_, n) => intakes[n % 2]!.submit({ account, receivedAt: RECEIVED, contacts: [toyDraft({ id: `c${n >> 1}` })] })),
    );
    expect(receipts.filter(({ outcomes }) => outcomes[0] === 'new')).toHaveLength(300);
    expect(await recordsOf(account.id)).toHaveLength(300);
    expect(await tallyOf(account.id)).toEqual({ accepted: 300, repeats: 300, revisions: 0, quarantined: 0 });
  });
});
