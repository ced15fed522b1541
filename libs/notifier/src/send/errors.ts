/**
 * `refused`: it certainly did not arrive. `unknown`: it may have arrived, and whatever goes again must go as the same message.
 */
export type FailedSend = 'refused' | 'unknown';

/** A message was not taken, or nobody knows; the text is for its administrator and holds no secret. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly outcome: FailedSend;
  /** The receiver's own wish. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { outcome = 'refused', retryAfterMs, cause }: { outcome?: FailedSend; retryAfterMs?: number | undefined; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.outcome = outcome;
    this.retryAfterMs = retryAfterMs;
  }
}
