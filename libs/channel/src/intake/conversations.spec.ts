import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { decodeEnvelope } from '../envelope/encode-envelope.js';
import { type IntakeFixture, intakeFixture } from '../testing/fixture.js';
import { toyChannel, toyDraft } from '../testing/toy-channel.js';

let fixture: IntakeFixture;
let accountId: string;

beforeAll(async () => {
  fixture = await intakeFixture();
});
afterAll(() => fixture.drop());
beforeEach(() => void (accountId = randomUUID()));

const submit = (...drafts: object[]) =>
  fixture.intake().submit({
    account: { id: accountId, line: 'main', channel: toyChannel },
    receivedAt: new Date(),
    contacts: drafts.map((draft, n) => ({ ...toyDraft({ id: `${randomUUID()} ${n}`, text: 'x' }), ...draft })),
  });

async function conversations(): Promise<string[]> {
  const rows = await fixture.rows<{ state: Buffer }>('select state from intake.contact where account_id = $1 order by external_id', [accountId]);
  return (await Promise.all(rows.map(async ({ state }) => (await decodeEnvelope(state, fixture.blobs)).conversationId))).sort();
}

it('keeps a conversation that goes on under another id, and its order', async () => {
  await submit({ conversationId: 'old', conversationAlias: 'new' });
  await submit({ conversationId: 'new', mayBeAlias: true });
  await submit({ conversationId: 'other', mayBeAlias: true }, { conversationId: 'new', mayBeAlias: true });
  expect(await conversations()).toEqual(['old', 'old', 'old', 'other']);
  const keys = new Set((await fixture.log()).filter(({ headers }) => headers['source'] === `/accounts/${accountId}`).map(({ key }) => key));
  expect(keys.size).toBe(2);
});

it('believes the first word, within one account, and only of what may be meant', async () => {
  await submit({ conversationId: 'old', conversationAlias: 'new' }, { conversationId: 'thief', conversationAlias: 'new' });
  await submit({ conversationId: 'new', mayBeAlias: true }, { conversationId: 'new' });
  expect(await conversations()).toEqual(['new', 'old', 'old', 'thief']);
  accountId = randomUUID();
  await submit({ conversationId: 'new', mayBeAlias: true });
  expect(await conversations()).toEqual(['new']);
});
