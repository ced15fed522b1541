import type { LogWriter } from '@tributary/event-log';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import type { Facts } from './facts.js';
import { forgetOldHalfHours, sumUpHalfHours } from './half-hours.js';
import { type KnownStatus, knownStatuses } from './known-status.js';
import type { Observation, Observer } from './observe.js';
import { deletedRecord, statusRecord } from './status-record.js';
import { changeOf, type StatusChange } from './transition.js';
import type { TrafficBook } from './traffic/traffic-book.js';
import { STILL_LEARNING, type TrafficVerdict } from './traffic/verdict.js';
import { forgetDeleted, forgetOldHistory, writeStatus } from './write-status.js';

export interface StatusWatchDeps {
  readonly pool: pg.Pool;
  readonly logWriter: LogWriter;
  readonly observer: Observer;
  readonly traffic: TrafficBook;
  /** Told of each round that failed; the next one tries again. */
  onFailure(error: unknown): void;
}

export interface WatchTiming {
  readonly everyMs: number;
  /** A consumer that stands still is believed to after so long: accounts move between instances, and that is no failure. */
  readonly settleMs: number;
}

/** A round over very many accounts is followed by so much longer a rest: a twentieth of a core at most goes into looking. */
const REST = 19;
const MOST_REST_MS = 8_000;
const SUM_UP_EVERY_MS = 30_000;
const FORGET_EVERY_MS = 60 * 60_000;
/** One process at a time writes; any other finds it held and looks again later. */
const LOCK = "select pg_try_advisory_xact_lock(hashtextextended('tributary.intake.status', 0)) as held";

/** Watches how all accounts fare, and tells history and log of what became another. */
export class StatusWatch {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;
  #sumUpAt = 0;
  #forgetAt = 0;
  readonly #unsettled = new Map<string, number>();

  constructor(
    private readonly deps: StatusWatchDeps,
    private readonly timing: WatchTiming,
  ) {}

  start(): void {
    this.#lookAfter(this.timing.everyMs);
  }

  #lookAfter(restMs: number): void {
    this.#timer = setTimeout(() => {
      const startedAt = performance.now();
      this.#round = this.look().catch((error: unknown) => this.deps.onFailure(error)).finally(() => {
        const longRest = Math.min((performance.now() - startedAt) * REST, MOST_REST_MS);
        if (!this.#stopped) this.#lookAfter(Math.max(this.timing.everyMs, longRest));
      });
    }, restMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  /** One round. */
  async look(now = new Date()): Promise<void> {
    await this.#keepHouse(now.getTime());
    const { pool, logWriter, observer, traffic } = this.deps;
    const seen = await observer.observe();
    await traffic.learn(seen.map(({ account }) => account.id), now);
    await inTransaction(pool, async (transaction) => {
      if (!(await held(transaction))) return;
      const known = await knownStatuses(transaction);
      const changed = seen.map((each) => ({ seen: each, change: this.#change(each, known.get(each.account.id), now) }));
      const told = changed.flatMap(({ seen: observation, change }) => (change ? [{ observation, change }] : []));
      await writeStatus(transaction, told.map(({ change }) => change));
      const deleted = await forgetDeleted(transaction);
      await logWriter.append(transaction, [
        ...told.filter(({ change }) => change.news).map(({ observation, change }) => statusRecord(observation, change, now)),
        ...deleted.map((id) => deletedRecord(id, now)),
      ]);
    });
  }

  #change(seen: Observation, known: KnownStatus | undefined, now: Date): StatusChange | undefined {
    const verdict = this.deps.traffic.verdict(seen.account.id, seen.lastContactAt, verdictSoFar(known), now);
    const facts: Facts = { ...seen.facts, consumer: this.#settled(seen, known, now), traffic: verdict.state };
    return changeOf(seen.account.id, facts, verdict, known, now);
  }

  #settled({ account: { id }, facts: { consumer, credential } }: Observation, known: KnownStatus | undefined, now: Date): Facts['consumer'] {
    const doubtful = (consumer === 'stopped' || consumer === 'stalled') && (credential === 'valid' || credential === 'unknown');
    if (!doubtful || known?.consumer === consumer) {
      this.#unsettled.delete(id);
      return consumer;
    }
    const since = this.#unsettled.get(id) ?? now.getTime();
    this.#unsettled.set(id, since);
    return now.getTime() - since >= this.timing.settleMs ? consumer : (known?.consumer ?? 'unknown');
  }

  async #keepHouse(now: number): Promise<void> {
    const { pool } = this.deps;
    if (now >= this.#sumUpAt) {
      this.#sumUpAt = now + SUM_UP_EVERY_MS;
      await inTransaction(pool, async (transaction) => {
        if (await held(transaction)) await sumUpHalfHours(transaction);
      });
    }
    if (now < this.#forgetAt) return;
    this.#forgetAt = now + FORGET_EVERY_MS;
    await forgetOldHalfHours(pool);
    await forgetOldHistory(pool);
  }
}

function verdictSoFar(known: KnownStatus | undefined): TrafficVerdict {
  if (!known) return STILL_LEARNING;
  const { traffic, expected_per_hour, confidence, detects_within_minutes } = known;
  return { state: traffic, expectedPerHour: expected_per_hour, confidence, detectsWithinMinutes: detects_within_minutes };
}

async function held(transaction: pg.PoolClient): Promise<boolean> {
  const { rows } = await transaction.query<{ held: boolean }>(LOCK);
  return rows[0]?.held === true;
}
