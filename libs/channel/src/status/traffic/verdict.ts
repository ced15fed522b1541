import type { TrafficState } from '../facts.js';

/** Whether an account's traffic is what its own hours of week let expect. */
export interface TrafficVerdict {
  readonly state: TrafficState;
  /** Contacts an hour, now; null while learning. */
  readonly expectedPerHour: number | null;
  /** 0 to 1: how sure it is (or would be, when it is raised) that the traffic is not so by chance. */
  readonly confidence: number | null;
  /** Were the account to go quiet now, it would be raised within so many minutes. */
  readonly detectsWithinMinutes: number | null;
}

export const STILL_LEARNING: TrafficVerdict = { state: 'learning', expectedPerHour: null, confidence: null, detectsWithinMinutes: null };
