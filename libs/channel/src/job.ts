import type { RawRequest } from './channel.js';
import type { ParseTools, PullBatch } from './pull.js';

/** `from` belongs to it, `to` doesn't. */
export interface TimeWindow {
  readonly from: Date;
  readonly to: Date;
}

/** What a job stores goes by the bulk lane, and moves no checkpoint; the host says whether people are told. */
export type JobBatch = Pick<PullBatch, 'contacts' | 'quarantine'>;

/**
 * One try of a backfill or a reconcile, as the channel sees the host. It runs where the account runs, under the same lease:
 * once that is another's, nothing is stored. Ended before its time (a kill, a move), it begins anew elsewhere; what is
 * stored twice is one contact.
 */
export interface JobSession<Settings> extends ParseTools<Settings> {
  readonly signal: AbortSignal;
  readonly window: TimeWindow;
  /** Only `counted` (and `missing`) is wanted: nothing is to be fetched. */
  readonly dryRun: boolean;
  /** How many the provider has in the window. Said before the first is fetched: people see it when this resolves. */
  counted(count: number): Promise<void>;
  /** Which of these external ids are contacts that are stored, or were and are erased; at most a thousand at once. */
  known(externalIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Of a reconcile: so many more of them turned out not to be stored. */
  missing(count: number): Promise<void>;
  /**
   * Stores a batch; repeats change nothing.
   * @returns contact ids in the order of `batch.contacts`
   * @throws StaleEpochError  another instance runs the account now: stop
   */
  submit(batch: JobBatch): Promise<readonly string[]>;
  /** As in `PullSession`. */
  updateSecret?(path: readonly string[], value: string): Promise<void>;
  /** Waits until the account's quota (`Pull.limits`) has room for one more request. */
  permit(): Promise<void>;
}

export type ProbeRequest = Pick<RawRequest, 'method' | 'path' | 'headers' | 'body'>;

/** Reason of a contact that a probe made: never a lead, nobody is told. */
export const PROBE_REASON = 'probe';
