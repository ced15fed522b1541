/** How a consumer keeps time. The defaults keep design §4: a killed instance's lease moves within 10 s. */
export interface Timing {
  /** A lease lives so long without a heartbeat. */
  leaseMs: number;
  heartbeatMs: number;
  /** A standby asks for the lease so often, and at once when it is given back. */
  standbyMs: number;
  /** An idle consumer asks for records so often, should a wake-up be lost. */
  pollMs: number;
  /** First and longest pause after a failed try. */
  retryMs: number;
  retryMostMs: number;
  /** A call that isn't answered in time is given up, its connection with it. */
  callMs: number;
}

export const DEFAULT_TIMING: Timing = {
  leaseMs: 6_000,
  heartbeatMs: 1_500,
  standbyMs: 2_000,
  pollMs: 1_000,
  retryMs: 100,
  retryMostMs: 5_000,
  callMs: 10_000,
};
