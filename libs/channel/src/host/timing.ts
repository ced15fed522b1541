/** How the host keeps time. The defaults keep design §4: accounts of an instance that died move within 10 s. */
export interface HostTiming {
  /** An instance that doesn't renew for so long has lost its accounts. */
  readonly leaseMs: number;
  /** Sessions end so long before that. */
  readonly marginMs: number;
  /** Leases are renewed, claimed and shared out so often; at once when something is announced. */
  readonly tickMs: number;
  /** A call to the database that isn't answered in time is given up, its connection with it. */
  readonly callMs: number;
  /** Sessions begin at least so far apart, so that a thousand log-ins don't stand in the way of everything else. */
  readonly startGapMs: number;
  /** How long a session that was told to end is waited for. */
  readonly graceMs: number;
  /** A session in which nothing happened for so long is begun anew; a channel may say otherwise (`Pull.stalledAfterMs`). */
  readonly stalledAfterMs: number;
  /** Nobody read for so long, or something failed: what is there then is a gap, which is announced before it is filled. */
  readonly gapAfterMs: number;
  /** Status is written at most so often. */
  readonly statusMs: number;
  readonly retry: RetryTiming;
}

export interface RetryTiming {
  /** First pause; it doubles from there. */
  readonly firstMs: number;
  /** Longest pause: of class `network` an outage's end must be noticed soon, others have time. */
  readonly mostNetworkMs: number;
  readonly mostMs: number;
  /** Pauses between the first tries with credentials that were refused. */
  readonly credentialTriesMs: readonly number[];
  /** After those tries: so seldom that the provider locks nobody out. */
  readonly credentialFirstMs: number;
  readonly credentialMostMs: number;
  /** Where no provider locks anybody out: from so long up to `credentialFirstMs`, so that what is mended there is noticed soon. */
  readonly freeFirstMs: number;
  /** A session that lasted so long and completed a cycle ends the count of failures. */
  readonly soundAfterMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const DEFAULT_TIMING: HostTiming = {
  leaseMs: 6_000,
  marginMs: 1_000,
  tickMs: 1_500,
  callMs: 3_000,
  startGapMs: 2,
  graceMs: 5_000,
  stalledAfterMs: 10 * MINUTE_MS,
  gapAfterMs: 30_000,
  statusMs: 2_000,
  retry: {
    firstMs: 1_000,
    mostNetworkMs: MINUTE_MS,
    mostMs: 5 * MINUTE_MS,
    credentialTriesMs: [2_000, 10_000],
    credentialFirstMs: 15 * MINUTE_MS,
    credentialMostMs: 6 * HOUR_MS,
    freeFirstMs: MINUTE_MS,
    soundAfterMs: MINUTE_MS,
  },
};
