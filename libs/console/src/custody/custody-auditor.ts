import { Inject, Injectable } from '@nestjs/common';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import { AuditRunner } from './audit-runner.js';
import { type AuditWindow, CustodyStore } from './custody-store.js';
import { MINUTE_MS, minuteOf } from './minute.js';

/** Contacts younger than this may still be on their way. */
export const SETTLING_MS = 5 * MINUTE_MS;
/** The log keeps 14 days: what is older can't be compared with it. */
export const OLDEST_MS = 13 * 24 * 60 * MINUTE_MS;
const EVERY_MS = 60 * MINUTE_MS;
/** After a time without audits, at most so much is made up for by itself. */
const MADE_UP_MS = 24 * 60 * MINUTE_MS;
const LOCK = `hashtext('tributary custody schedule')`;

/** Audits what was received since the last time, every hour, in one process of the hub; and when somebody asks for it. */
@Injectable()
export class CustodyAuditor {
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(AuditRunner) private readonly runner: AuditRunner,
    @Inject(CustodyStore) private readonly store: CustodyStore,
  ) {}

  start(): void {
    this.#timer = setInterval(() => this.#keep(this.scheduled()), EVERY_MS);
    this.deps.runtime.metrics.gauge('tributary_custody_findings', 'What did not add up in audits and is not over', [], async (gauge) => {
      gauge.set(await this.store.openFindings().catch(() => Number.NaN));
    });
    this.deps.runtime.onStop(() => this.stop());
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  /** Begins an audit. @returns its id */
  async begin(window: AuditWindow): Promise<string> {
    const id = await this.store.begin(window, false);
    this.#keep(this.#audit(id, window));
    return id;
  }

  /** From where the last one ended; nothing when another process is at it. */
  async scheduled(now = Date.now()): Promise<void> {
    const client = await this.deps.pool.connect();
    try {
      const { rows: [lock] } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${LOCK}) as taken`);
      if (!lock?.taken) return;
      try {
        const window = this.#due(await this.store.auditedUntil(), now);
        if (window.from < window.to) await this.#audit(await this.store.begin(window, true), window);
      } finally {
        await client.query(`select pg_advisory_unlock(${LOCK})`);
      }
    } finally {
      client.release();
    }
  }

  #due(auditedUntil: Date | null, now: number): AuditWindow {
    const to = minuteOf(now - SETTLING_MS).getTime();
    const from = Math.max(auditedUntil?.getTime() ?? to - EVERY_MS, to - MADE_UP_MS);
    return { from: new Date(from), to: new Date(to), deep: false };
  }

  async #audit(id: string, window: AuditWindow): Promise<void> {
    try {
      await this.runner.run(id, window, this.#stopping.signal);
      await this.store.end(id);
    } catch (err) {
      const failure = this.#stopping.signal.aborted ? 'the process ended' : err instanceof Error ? err.message : String(err);
      this.deps.runtime.log.warn({ err, auditId: id }, 'an audit of custody did not come to its end');
      await this.store.end(id, failure);
    }
  }

  #keep(work: Promise<void>): void {
    const kept = work
      .catch((err: unknown) => this.deps.runtime.log.warn({ err }, 'an audit of custody could not be kept'))
      .finally(() => this.#running.delete(kept));
    this.#running.add(kept);
  }
}
