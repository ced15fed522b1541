import { describe, expect, it } from '@jest/globals';
import { judgeTraffic } from './judge.js';
import { HALF_HOUR_MS, learnProfile, type Profile } from './profile.js';
import { randomSource, simulateTraffic, type SimulatedAccount } from './simulated-traffic.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A Monday in no month of holidays. */
const START = Date.UTC(2026, 8, 7);
const LEARNT_DAYS = 28;
const DAYS = 30;
const ACCOUNTS = 50;
const LISTENING = { listeningSince: START, was: 'plausible' } as const;
const LOOK_MS = 20 * MINUTE_MS;

/** Adds half-hours to what was counted. */
function count(counts: Map<number, number>, times: readonly number[]): Map<number, number> {
  for (const time of times) {
    const start = Math.floor(time / HALF_HOUR_MS) * HALF_HOUR_MS;
    counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  return counts;
}

const profileAt = (times: readonly number[], to: number): Profile | undefined =>
  learnProfile({ from: START, to, counts: count(new Map(), times.filter((time) => time < to)) });

/** Contacts before a moment, as they pass by. */
class Past {
  #end = 0;
  #hour = 0;
  constructor(private readonly times: readonly number[]) {}

  get count(): number {
    return this.#end;
  }

  at(now: number) {
    while ((this.times[this.#end] ?? Infinity) < now) this.#end += 1;
    while ((this.times[this.#hour] ?? Infinity) < now - HOUR_MS) this.#hour += 1;
    return { now, lastContactAt: this.times[this.#end - 1], lastHour: this.#end - this.#hour, ...LISTENING };
  }
}

/** Each time that an account is raised anew within the 30 days that follow those it learned from. */
function falseAlarms(times: readonly number[]): number {
  const past = new Past(times);
  const counts = new Map<number, number>();
  let [counted, raised, alarms] = [0, false, 0];
  let profile: Profile | undefined;
  for (let now = START + LEARNT_DAYS * DAY_MS; now < START + (LEARNT_DAYS + DAYS) * DAY_MS; now += LOOK_MS) {
    const present = past.at(now);
    if ((now - START) % (5 * DAY_MS) === 0) {
      count(counts, times.slice(counted, past.count));
      counted = past.count;
      profile = learnProfile({ from: START, to: now, counts });
    }
    const { state } = judgeTraffic(profile, present);
    const unusual = state === 'too-quiet' || state === 'too-much';
    if (unusual && !raised) alarms += 1;
    raised = unusual;
  }
  return alarms;
}

describe('traffic plausibility', () => {
  it.each([1, 2])('raises plausible traffic of 50 accounts at most once a week in all, over 30 days (seed %d)', (seed) => {
    const alarms = simulateTraffic(seed, ACCOUNTS, START, LEARNT_DAYS + DAYS).map(({ times }) => falseAlarms(times));
    expect(alarms.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(Math.floor(DAYS / 7));
  });

  it('raises an account that goes quiet in its busy hour within the time that it states', () => {
    const busy = simulateTraffic(4, ACCOUNTS, START, LEARNT_DAYS + 2);
    const stated = busy.map((account) => quietAt(account, START + LEARNT_DAYS * DAY_MS + DAY_MS));
    expect(stated.filter((minutes) => minutes !== undefined).length).toBeGreaterThan(ACCOUNTS / 2);
  });

  it('says how soon a busy account would be missed: within the hour at 60 an hour', () => {
    const random = randomSource(5);
    const times = Array.from({ length: LEARNT_DAYS * 24 * 60 }, (_, minute) => START + (minute + random()) * MINUTE_MS);
    const now = START + LEARNT_DAYS * DAY_MS;
    const verdict = judgeTraffic(profileAt(times, now), { now, lastContactAt: now - MINUTE_MS, lastHour: 60, ...LISTENING });
    expect(verdict).toMatchObject({ state: 'plausible', expectedPerHour: expect.closeTo(60, 0) });
    expect(verdict.detectsWithinMinutes).toBeLessThanOrEqual(30);
    expect(verdict.confidence).toBeGreaterThan(0.999);
  });

  it('raises a flood, and not a good day', () => {
    const { times } = simulateTraffic(6, 1, START, LEARNT_DAYS)[0]!;
    const now = START + (LEARNT_DAYS - 4) * DAY_MS + 10 * HOUR_MS;
    const profile = profileAt(times, now)!;
    const judge = (lastHour: number) => judgeTraffic(profile, { now, lastContactAt: now - 1, lastHour, ...LISTENING }).state;
    const { expectedPerHour } = judgeTraffic(profile, { now, lastContactAt: now - 1, lastHour: 0, ...LISTENING });
    expect(judge(Math.ceil(expectedPerHour! * 3))).toBe('plausible');
    expect(judge(Math.ceil((expectedPerHour! + 2) * 100))).toBe('too-much');
  });

  it('keeps a silence raised until a contact comes, and counts none while nobody was there to take contacts', () => {
    const random = randomSource(7);
    const times = Array.from({ length: LEARNT_DAYS * 24 * 60 }, (_, minute) => START + (minute + random()) * MINUTE_MS);
    const now = START + LEARNT_DAYS * DAY_MS;
    const profile = profileAt(times, now);
    const silent = { now, lastContactAt: now - 5 * HOUR_MS, lastHour: 0, listeningSince: now - MINUTE_MS };
    expect(judgeTraffic(profile, { ...silent, was: 'plausible' }).state).toBe('plausible');
    expect(judgeTraffic(profile, { ...silent, was: 'too-quiet' }).state).toBe('too-quiet');
    expect(judgeTraffic(profile, { ...silent, lastContactAt: now - 1, was: 'too-quiet' }).state).toBe('plausible');
  });

  it('is learning while it knows less than a week, or next to nothing', () => {
    const times = [START + HOUR_MS, START + 2 * HOUR_MS];
    expect(profileAt(times, START + 20 * DAY_MS)).toBeUndefined();
    expect(judgeTraffic(undefined, { now: START, lastContactAt: START, lastHour: 1, ...LISTENING })).toMatchObject({ state: 'learning', expectedPerHour: null });
  });
});

/** Silences an account from its busiest hour of that day on. @returns the minutes it took, when it states a time */
function quietAt({ times }: SimulatedAccount, day: number): number | undefined {
  const profile = profileAt(times, day);
  if (!profile) return undefined;
  const hours = Array.from({ length: 24 }, (_, hour) => day + hour * HOUR_MS);
  const rate = (at: number) => judgeTraffic(profile, { now: at, lastContactAt: at, lastHour: 0, ...LISTENING }).expectedPerHour ?? 0;
  const from = hours.reduce((best, hour) => (rate(hour) > rate(best) ? hour : best));
  const lastContactAt = Math.max(...times.filter((time) => time < from));
  const within = judgeTraffic(profile, { now: from, lastContactAt, lastHour: 0, ...LISTENING }).detectsWithinMinutes;
  if (within === null) return undefined;
  const verdict = judgeTraffic(profile, { now: from + within * MINUTE_MS, lastContactAt, lastHour: 0, ...LISTENING });
  expect(verdict.state).toBe('too-quiet');
  return within;
}
