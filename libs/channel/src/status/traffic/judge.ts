import type { TrafficState } from '../facts.js';
import { expectedBetween, type Profile, rateAt, whenExpected } from './profile.js';
import { STILL_LEARNING, type TrafficVerdict } from './verdict.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What takes longer to be told is told as unknown. */
const HORIZON_MS = 3 * 24 * HOUR_MS;
/** Between two looks, and until a contact is counted. */
const LOOK_MS = MINUTE_MS;
/** Fewer than this are no flood, whatever the hour. */
const LEAST_FLOOD = 30;
/** A share of silences that was in the tail of what was learned. */
const TAIL_SHARE = 0.1;

export interface Present {
  readonly now: number;
  /** Undefined: none ever. */
  readonly lastContactAt: number | undefined;
  /** Contacts of the last 60 minutes. */
  readonly lastHour: number;
  /** Silence is counted from then on at the earliest: nobody was there to take contacts before. */
  readonly listeningSince: number;
  /** The verdict so far: a silence that was raised ends by a contact, a flood when it has fallen to half. */
  readonly was: TrafficState;
}

/** Whether the present is what the profile lets expect. */
export function judgeTraffic(profile: Profile | undefined, { now, lastContactAt, lastHour, listeningSince, was }: Present): TrafficVerdict {
  if (!profile || lastContactAt === undefined) return STILL_LEARNING;
  const { threshold } = profile.silence;
  const missed = expectedBetween(profile, was === 'too-quiet' ? lastContactAt : Math.max(lastContactAt, listeningSince), now);
  const detected = whenExpected(profile, now, threshold, HORIZON_MS);
  const figures = {
    expectedPerHour: round(rateAt(profile, now), 2),
    detectsWithinMinutes: detected === undefined ? null : Math.ceil((detected - now + LOOK_MS) / MINUTE_MS),
  };
  if (missed >= threshold) return { state: 'too-quiet', confidence: confidence(profile, missed), ...figures };
  const flooded = lastHour >= LEAST_FLOOD && lastHour > (was === 'too-much' ? 0.5 : 1) * profile.flood * (expectedBetween(profile, now - HOUR_MS, now) + 1);
  return { state: flooded ? 'too-much' : 'plausible', confidence: confidence(profile, threshold), ...figures };
}

/** One minus the chance that a plausible silence of this account swallows so much. */
function confidence({ silence: { quantile, scale } }: Profile, mass: number): number {
  return round(1 - Math.min(1, TAIL_SHARE * Math.exp(-(mass - quantile) / scale)), 5);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
