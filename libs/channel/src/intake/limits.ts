/** What bounds intake's memory and patience. */
export interface IntakeLimits {
  /** Submissions accepted for storing and not yet answered; one more is told to come again. */
  readonly maxWaiting: number;
  /** Raw bytes of those. */
  readonly maxWaitingBytes: number;
  /** One group: contacts, and bytes sent to the database. */
  readonly maxGroupContacts: number;
  readonly maxGroupBytes: number;
  /** Groups whose transactions run side by side. */
  readonly groupLanes: number;
  /** Transactions of single submissions side by side. */
  readonly singleLanes: number;
  /** How long a submission is tried before its sender is told to come again. */
  readonly deadlineMs: number;
}

export const DEFAULT_LIMITS: IntakeLimits = {
  maxWaiting: 4096,
  maxWaitingBytes: 64 * 1024 * 1024,
  maxGroupContacts: 128,
  maxGroupBytes: 4 * 1024 * 1024,
  groupLanes: 1,
  singleLanes: 2,
  deadlineMs: 5000,
};

export const RETRY_AFTER_SECONDS = 2;
