/** Patience of a session, ms. */
export interface Timing {
  /** How long an answer may take. */
  readonly callMs: number;
  /** A question that brings nothing takes at least so long. */
  readonly leastPollMs: number;
  /** How often it is looked for follow-ups that another process left. */
  readonly lookMs: number;
  /** The same where it is known at once: what another process left, or was put off. */
  readonly idleLookMs: number;
  /** First and longest wait before something is asked for again, and after how many tries it is given up. */
  readonly retryMs: number;
  readonly mostRetryMs: number;
  readonly tries: number;
  /** Names come along with messages when VK gives them within that time, else after them. */
  readonly namesMs: number;
  /** Between looks whether VK confirmed the address of the Callback API, and how many. */
  readonly confirmMs: number;
  readonly confirmTries: number;
  /** So long before the last good look the calls may have been failing already. */
  readonly failedBeforeMs: number;
}

export const DEFAULT_TIMING: Timing = {
  callMs: 15_000,
  leastPollMs: 500,
  lookMs: 1_000,
  idleLookMs: 30_000,
  retryMs: 2_000,
  mostRetryMs: 60 * 60_000,
  tries: 20,
  namesMs: 2_000,
  confirmMs: 1_000,
  confirmTries: 10,
  failedBeforeMs: 24 * 60 * 60_000,
};
