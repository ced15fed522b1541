import { setTimeout as delay } from 'node:timers/promises';
import { BlobNotFoundError } from '../errors.js';

export interface RetryOptions {
  /** The first one counted; at least 1. */
  readonly attempts: number;
  /** Before the second attempt; doubles from then on, each shortened at random by up to half. */
  readonly firstPauseMs: number;
}

/**
 * Tries again what failed for reasons that pass: no connection, a timeout, 5xx, 408, 429, a clock that was just set right.
 * The S3 client's own retries leave out streams.
 * @throws the last failure as it came
 */
export async function retrying<T>(attempt: () => Promise<T>, { attempts, firstPauseMs }: RetryOptions): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      return await attempt();
    } catch (error) {
      if (failed >= attempts || !passes(error)) throw error;
      await delay(firstPauseMs * 2 ** (failed - 1) * (0.5 + Math.random() / 2));
    }
  }
}

const NOT_IMPLEMENTED = 501;

interface AnsweredError {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
}

/** Of an error of the S3 client: its answer's status, or undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  return (error as AnsweredError).$metadata?.httpStatusCode;
}

function passes(error: unknown): boolean {
  if (error instanceof BlobNotFoundError) return false;
  if ((error as AnsweredError).$metadata?.clockSkewCorrected) return true;
  const status = statusOf(error);
  return status === undefined || !isFinal(status);
}

/** Whether an answer stays the same however often one asks. */
export function isFinal(status: number): boolean {
  return status < 500 ? status !== 408 && status !== 429 : status === NOT_IMPLEMENTED;
}
