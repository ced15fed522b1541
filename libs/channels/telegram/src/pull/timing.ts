import { DEFAULT_FOLLOW_UP_TIMING, type FollowUpTiming } from '@tributary/channel';

/** Patience of a session, ms. */
export interface Timing extends FollowUpTiming {
  /** How long an answer may take. */
  readonly callMs: number;
  /** A question that brings nothing takes at least so long. */
  readonly leastPollMs: number;
  /** After a conflict: the other one may be our own instance that ends. */
  readonly conflictMs: number;
  /** Conflicts that last longer than that are somebody else's. */
  readonly conflictPatienceMs: number;
}

export const DEFAULT_TIMING: Timing = {
  ...DEFAULT_FOLLOW_UP_TIMING,
  callMs: 15_000,
  leastPollMs: 500,
  conflictMs: 3_000,
  conflictPatienceMs: 60_000,
};
