/** Patience of a connection, ms. */
export interface Timing {
  /** Name, TCP and TLS together. */
  readonly connectMs: number;
  readonly greetingMs: number;
  /** A command during which not one byte arrives for so long has met a dead connection. */
  readonly silenceMs: number;
  /** Between two looks at a folder whose server announces nothing by itself. */
  readonly noIdlePollMs: number;
  /** How often a folder without a connection of its own is looked at. */
  readonly guestPollMs: number;
  /** A folder is opened anew after so long, to see whether its UIDs still hold. */
  readonly reopenMs: number;
  /** First and longest wait before a folder that failed is tried again while others work. */
  readonly retryMs: number;
  readonly maxRetryMs: number;
}

export const DEFAULT_TIMING: Timing = {
  connectMs: 20_000,
  greetingMs: 15_000,
  silenceMs: 30_000,
  noIdlePollMs: 20_000,
  guestPollMs: 15_000,
  reopenMs: 10 * 60_000,
  retryMs: 2_000,
  maxRetryMs: 5 * 60_000,
};

/** Doubles with every failure, half of it at random, so that a thousand mailboxes don't come back at once. */
export function retryDelayMs({ retryMs, maxRetryMs }: Timing, failures: number, atLeastMs = 0): number {
  const full = Math.min(maxRetryMs, retryMs * 2 ** Math.min(failures - 1, 20));
  return Math.max(atLeastMs, full / 2 + (Math.random() * full) / 2);
}
