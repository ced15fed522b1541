import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { contactId } from '@tributary/contact';
import { eraseContacts } from '../erase/erase-contacts.js';
import { Session } from '../host/session.js';
import type { FollowUp } from '../pull.js';
import { type IntakeFixture, intakeFixture } from '../testing/fixture.js';
import { pullStage, type PullStage } from '../testing/pull-stage.js';
import { toyDraft } from '../testing/toy-channel.js';
import { ToyBox, toyPull } from '../testing/toy-pull.js';

let fixture: IntakeFixture;
let stage: PullStage;
let session: Session;
let boxes = 0;

beforeAll(async () => {
  fixture = await intakeFixture();
});
afterAll(() => fixture.drop());
beforeEach(async () => {
  stage = await pullStage(toyPull, fixture, new ToyBox(`follow-ups ${(boxes += 1)}`));
  session = await newSession();
});

async function newSession(): Promise<Session> {
  const ignore = () => undefined;
  return new Session(stage.running, await stage.nextEpoch(), new AbortController().signal, stage.deps(), { cycleDone: ignore, reported: ignore, stored: ignore, lost: ignore });
}

const draft = (text = 'a photo', id = 'm-1') => ({ ...toyDraft({ id, text }), followUps: [{ key: 'file', value: '{"fileId":"f"}' }] });
const keys = async () => (await session.followUps(10)).map(({ key }) => key);

describe('what a contact leaves to be done', () => {
  it('is stored with it by a request of any process, once, and is due at once', async () => {
    const intake = fixture.intake();
    const submission = { account: stage.running.submitting, receivedAt: new Date(), contacts: [draft()] };
    await Promise.all([intake.submit(submission), intake.submit(submission)]);
    expect(await session.followUps(10)).toEqual([{ contactId: contactId(stage.running.account.id, 'm-1'), key: 'file', value: '{"fileId":"f"}', tries: 0 }]);
  });

  it('is done with the batch that brings it, or not at all', async () => {
    await session.submit({ contacts: [draft()] });
    const done = (await session.followUps(10)) as FollowUp[];
    const stale = session;
    session = await newSession();
    await expect(stale.submit({ contacts: [draft('with its file')], done })).rejects.toThrow();
    expect(await keys()).toEqual(['file']);
    await session.submit({ contacts: [{ ...toyDraft({ id: 'm-1', text: 'with its file' }) }], done });
    expect(await keys()).toEqual([]);
    await session.submit({ contacts: [draft()] });
    expect(await keys()).toEqual([]);
  });

  it('waits when it is put off, and counts the tries', async () => {
    await session.submit({ contacts: [draft()] });
    const [followUp] = await session.followUps(10);
    await session.putOff(followUp!, 60_000);
    expect(await keys()).toEqual([]);
    await fixture.rows('update intake.follow_up set due_at = now()');
    expect(await session.followUps(10)).toMatchObject([{ key: 'file', tries: 1 }]);
  });

  it('goes with the contact when that is erased, and never comes back', async () => {
    await session.submit({ contacts: [draft()] });
    await eraseContacts(fixture.pool, fixture.blobs, [contactId(stage.running.account.id, 'm-1')]);
    expect(await keys()).toEqual([]);
    await session.submit({ contacts: [draft()] });
    expect(await keys()).toEqual([]);
  });
});
