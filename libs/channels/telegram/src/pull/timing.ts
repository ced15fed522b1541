/** Patience of a session, ms. */
export interface Timing {
  /** How long an answer may take. */
  readonly callMs: number;
  /** A question that brings nothing takes at least so long. */
  readonly leastPollMs: number;
  /** After a conflict: the other one may be our own instance that ends. */
  readonly conflictMs: number;
  /** Conflicts that last longer than that are somebody else's. */
  readonly conflictPatienceMs: number;
  /** How often it is looked for files that a webhook left to be fetched. */
  readonly lookMs: number;
  /** The same where it is known at once: what another process left, or was put off. */
  readonly idleLookMs: number;
  /** First and longest wait before a file is asked for again, and after how many tries it is given up. */
  readonly fileRetryMs: number;
  readonly fileMaxRetryMs: number;
  readonly fileTries: number;
}

export const DEFAULT_TIMING: Timing = {
  callMs: 15_000,
  leastPollMs: 500,
  conflictMs: 3_000,
  conflictPatienceMs: 60_000,
  lookMs: 1_000,
  idleLookMs: 30_000,
  fileRetryMs: 2_000,
  fileMaxRetryMs: 60 * 60_000,
  fileTries: 20,
};
