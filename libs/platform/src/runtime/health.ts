import { setTimeout as delay } from 'node:timers/promises';

/** What a check found. `degraded`: works, though something is missing (Kafka away: the log holds the rest). */
export interface CheckResult {
  readonly ok: boolean;
  readonly degraded?: boolean;
  /** For an operator; no secrets. */
  readonly detail?: string;
}

export type Check = (signal: AbortSignal) => Promise<CheckResult> | CheckResult;

export interface Readiness {
  readonly status: 'ok' | 'degraded' | 'unavailable';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

const DEFAULT_TIMEOUT_MS = 2_000;

/** Ready means: can durably store what it accepts. Parts add the checks that this depends on. */
export class Health {
  private readonly checks = new Map<string, { check: Check; timeoutMs: number }>();
  private stopping = false;
  private underWay: Promise<Readiness> | undefined;

  /**
   * @param name  unique; a second check of that name replaces the first
   * @param check  may throw: that is `ok: false` with the message
   */
  addCheck(name: string, check: Check, options: { timeoutMs?: number } = {}): void {
    this.checks.set(name, { check, timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS });
  }

  removeCheck(name: string): void {
    this.checks.delete(name);
  }

  /** From now on not ready, so that load balancers look elsewhere while requests under way end. */
  beginStop(): void {
    this.stopping = true;
  }

  /** Callers at the same time share one round of checks, so that slow ones don't pile up. */
  readiness(): Promise<Readiness> {
    this.underWay ??= this.runChecks().finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  private async runChecks(): Promise<Readiness> {
    const results = await Promise.all([...this.checks].map(async ([name, { check, timeoutMs }]) => [name, await run(check, timeoutMs)] as const));
    if (this.stopping) results.push(['process', { ok: false, detail: 'stopping' }]);
    return { status: statusOf(results.map(([, result]) => result)), checks: Object.fromEntries(results) };
  }
}

function statusOf(results: readonly CheckResult[]): Readiness['status'] {
  if (results.some(({ ok }) => !ok)) return 'unavailable';
  return results.some(({ degraded }) => degraded) ? 'degraded' : 'ok';
}

async function run(check: Check, timeoutMs: number): Promise<CheckResult> {
  const giveUp = new AbortController();
  const checkDone = new AbortController();
  const timeout = delay(timeoutMs, { ok: false, detail: `no answer within ${timeoutMs} ms` }, { signal: checkDone.signal });
  timeout.catch(() => undefined);
  try {
    return await Promise.race([(async () => check(giveUp.signal))(), timeout]);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    checkDone.abort();
    giveUp.abort();
  }
}
