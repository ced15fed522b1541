import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { contactId } from '@tributary/contact';
import { intakeFixture, type IntakeFixture } from '../testing/fixture.js';
import { toyAccount, toyDraft } from '../testing/toy-channel.js';
import type { Intake } from './intake.js';

let fixture: IntakeFixture;
beforeAll(async () => {
  fixture = await intakeFixture();
});
afterAll(() => fixture.drop());

const MINUTE_MS = 60_000;
const START = Date.parse('2026-11-22T09:00:00.000Z');

/** Posts the same content to a fresh account; minutes count from the first post. */
function form() {
  const account = toyAccount(randomUUID());
  const post = (intake: Intake, minute: number) =>
    intake.submit({ account, receivedAt: new Date(START + minute * MINUTE_MS), contacts: [toyDraft({ id: 'hash', windowMs: 10 * MINUTE_MS })] });
  const id = (occurrence: number) => contactId(account.id, occurrence === 1 ? 'hash' : `hash#${occurrence}`);
  return { account, post, id };
}

describe('the same content without an id of its own', () => {
  it('is one contact within the window from its first receipt, later the next one', async () => {
    const intake = fixture.intake();
    const { post, id } = form();
    const seen = [];
    for (const minute of [0, 9, 10, 10.01, 12, 20.01, 20.02, 40]) {
      const { ids, outcomes } = await post(intake, minute);
      seen.push([minute, ids[0], outcomes[0]]);
    }
    expect(seen).toEqual([
      [0, id(1), 'new'],
      [9, id(1), 'repeat'],
      [10, id(1), 'repeat'],
      [10.01, id(2), 'new'],
      [12, id(2), 'repeat'],
      [20.01, id(2), 'repeat'],
      [20.02, id(3), 'new'],
      [40, id(4), 'new'],
    ]);
  });

  it('is counted exactly when two processes take it at the same moment', async () => {
    const intakes = [fixture.intake(), fixture.intake()];
    const { account, post, id } = form();
    for (const minute of [0, 11, 22]) {
      await Promise.all(Array.from({ length: 40 }, (_, n) => post(intakes[n % 2]!, minute + n / 100)));
    }
    const rows = await fixture.rows('select id from intake.contact where account_id = $1 order by received_at', [account.id]);
    expect(rows).toEqual([1, 2, 3].map((occurrence) => ({ id: id(occurrence) })));
  });

  it('that comes late from before its latest occurrence is no contact of its own', async () => {
    const intake = fixture.intake();
    const { post, id } = form();
    for (const minute of [0, 15]) await post(intake, minute);
    expect((await post(intake, 3)).ids).toEqual([id(2)]);
  });

  it('stays erased within the window, and is a new contact after it', async () => {
    const intake = fixture.intake();
    const { post, id } = form();
    await post(intake, 0);
    await fixture.rows('delete from intake.part where contact_id = $1', [id(1)]);
    await fixture.rows('delete from intake.contact where id = $1', [id(1)]);
    await fixture.rows('insert into intake.tombstone (contact_id, repeat_at) values ($1, $2)', [id(1), new Date(START)]);
    expect(await post(intake, 5)).toMatchObject({ ids: [id(1)], outcomes: ['repeat'] });
    expect(await post(intake, 11)).toMatchObject({ ids: [id(2)], outcomes: ['new'] });
    expect(await post(intake, 12)).toMatchObject({ ids: [id(2)], outcomes: ['repeat'] });
    expect(await fixture.rows('select id from intake.contact where id = $1', [id(1)])).toEqual([]);
  });
});
