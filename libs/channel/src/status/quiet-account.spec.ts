import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountStore } from '../accounts/account-store.js';
import { SecretBox } from '@tributary/storage';
import { intakeFixture, type IntakeFixture } from '../testing/fixture.js';
import { toyChannel } from '../testing/toy-channel.js';
import { historyOf } from './history.js';
import { beatsOf } from './half-hours.js';
import { Observer } from './observe.js';
import { StatusWatch } from './status-watch.js';
import { TrafficBook } from './traffic/traffic-book.js';

const HOUR_MS = 3_600_000;

let hub: IntakeFixture;
let watch: StatusWatch;
const id = randomUUID();

beforeAll(async () => {
  hub = await intakeFixture();
  const { pool, logWriter } = hub;
  const store = new AccountStore(pool, new SecretBox(Buffer.alloc(32, 7)), [toyChannel]);
  await store.insert({ id, channel: 'toy', name: 'Toy', line: 'main', defaultRegion: 'RU', settings: { secret: 'x' }, createdAt: new Date() });
  const onFailure = (error: unknown) => {
    throw error;
  };
  const observer = new Observer(pool, new AccountDirectory(store, [toyChannel]));
  watch = new StatusWatch({ pool, logWriter, observer, traffic: new TrafficBook(pool, new Date(0)), onFailure }, { everyMs: 1_000, settleMs: 0 });
});
afterAll(() => hub.drop());

it('learns from the half-hours of weeks that an account has gone quiet, and says so in its history', async () => {
  const now = new Date();
  // 10 in each half-hour of four weeks, until six hours ago.
  await hub.rows(
    `insert into intake.half_hour (account_id, start, accepted, quarantined, last_contact_at)
     select $1, start, 10, 0, start + interval '20 minutes'
       from generate_series(date_bin('30 minutes', $2::timestamptz, 'epoch') - interval '28 days', $2::timestamptz - interval '6 hours', '30 minutes') as start`,
    [id, now],
  );
  const before = new Date(now.getTime() - 5.5 * HOUR_MS);
  await watch.look(before);
  const [well] = await hub.rows<{ traffic: string; detects_within_minutes: number; expected_per_hour: number }>('select * from intake.account_status');
  expect(well).toMatchObject({ traffic: 'plausible', expected_per_hour: expect.closeTo(20, -1) });
  await watch.look(new Date(before.getTime() + (well?.detects_within_minutes ?? 0) * 60_000));
  const told = await historyOf(hub.pool, id, { from: new Date(0), to: new Date(now.getTime() + HOUR_MS), limit: 10 });
  expect(told.find(({ fact }) => fact === 'traffic')).toMatchObject({ state: 'too-quiet', was: 'plausible', code: 'too-quiet' });
  expect((await beatsOf(hub.pool, now)).get(id)?.map(({ state }) => state).slice(-11)).toEqual(Array.from({ length: 11 }, () => 'quiet'));
});

it('adds up minutes of the tally, once and for all processes', async () => {
  const account = randomUUID();
  const minute = new Date(Date.now() - 60_000);
  await hub.rows('select intake.count_in($1, $2, 3, 0, 0, 1, $1)', [minute, account]);
  await Promise.all([watch.look(new Date(Date.now() + 60_000)), watch.look(new Date(Date.now() + 120_000))]);
  expect(await hub.rows('select accepted, quarantined from intake.half_hour where account_id = $1', [account])).toEqual([{ accepted: '3', quarantined: '1' }]);
});
