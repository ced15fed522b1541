import { DEFAULT_FOLLOW_UP_TIMING, type FollowUpTiming } from '@tributary/channel';

/** Patience of a session, ms. */
export interface Timing extends FollowUpTiming {
  /** How long an answer may take. */
  readonly callMs: number;
  /** A question that brings nothing takes at least so long. */
  readonly leastPollMs: number;
  /** Names come along with messages when VK gives them within that time, else after them. */
  readonly namesMs: number;
  /** Between looks whether VK confirmed the address of the Callback API, and how many. */
  readonly confirmMs: number;
  readonly confirmTries: number;
  /** So long before the last good look the calls may have been failing already. */
  readonly failedBeforeMs: number;
}

export const DEFAULT_TIMING: Timing = {
  ...DEFAULT_FOLLOW_UP_TIMING,
  callMs: 15_000,
  leastPollMs: 500,
  namesMs: 2_000,
  confirmMs: 1_000,
  confirmTries: 10,
  failedBeforeMs: 24 * 60 * 60_000,
};
