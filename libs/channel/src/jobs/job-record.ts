import type { Locale } from '@tributary/platform';
import type { Localized } from '../channel.js';
import type { TimeWindow } from '../job.js';
import type { FailureClass } from '../pull.js';

/** What a person may ask for; `catch-up` is what a session that reads on by itself found after an outage. */
export const JOB_KINDS = ['backfill', 'reconcile'] as const;
export type JobKind = (typeof JOB_KINDS)[number];
export type JobState = 'waiting' | 'running' | 'done' | 'failed';

export interface NewJob {
  readonly accountId: string;
  readonly kind: JobKind;
  readonly cause: 'asked' | 'outage';
  readonly window: TimeWindow;
  readonly dryRun?: boolean;
  /** Whether people are told of what it finds. */
  readonly notify: boolean;
}

export interface JobFailure {
  readonly class: FailureClass;
  readonly code: string;
  readonly detail: Localized;
}

/** A job as it is stored. */
export interface JobRow {
  readonly id: string;
  readonly account_id: string;
  readonly kind: JobKind | 'catch-up';
  readonly cause: NewJob['cause'];
  readonly window_from: Date;
  readonly window_to: Date;
  readonly dry_run: boolean;
  readonly notify: boolean;
  readonly state: JobState;
  readonly epoch: string | null;
  readonly tries: number;
  readonly counted: number | null;
  readonly missing: number | null;
  readonly fetched: number;
  readonly stored: number;
  readonly failure: JobFailure | null;
  readonly asked_at: Date;
  readonly next_try_at: Date | null;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
}

/** A job as the API shows it. */
export interface JobView {
  readonly id: string;
  readonly accountId: string;
  readonly kind: string;
  /** `outage`: the hub began it by itself. */
  readonly cause: string;
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  readonly state: JobState;
  /** How many the provider has in the window; null until it was asked. */
  readonly counted: number | null;
  /** Of a reconcile: how many of them were not stored. */
  readonly missing: number | null;
  /** How many were fetched, known ones among them. */
  readonly fetched: number;
  /** How many of those were new. */
  readonly stored: number;
  readonly askedAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** While it waits for another try. */
  readonly nextTryAt: string | null;
  /** Of the latest try, when it failed. */
  readonly failure: { readonly class: FailureClass; readonly code: string; readonly detail: string } | null;
}

export function showJob(row: JobRow, locale: Locale): JobView {
  const { failure } = row;
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind,
    cause: row.cause,
    from: row.window_from.toISOString(),
    to: row.window_to.toISOString(),
    dryRun: row.dry_run,
    state: row.state,
    counted: row.counted,
    missing: row.missing,
    fetched: row.fetched,
    stored: row.stored,
    askedAt: row.asked_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    nextTryAt: row.next_try_at?.toISOString() ?? null,
    failure: failure && { class: failure.class, code: failure.code, detail: failure.detail[locale] },
  };
}
