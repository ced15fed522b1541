import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@tributary/platform';
import type { RunningAccount } from '../accounts/account.js';
import type { ConnectorError } from '../pull.js';
import { AccountRunner } from './account-runner.js';
import type { HeldLease, Lease, LeaseStore } from './lease-store.js';
import type { Outages } from './outages.js';
import type { Quotas } from './quota.js';
import type { SessionDeps } from './session.js';
import type { StatusBook } from './status-book.js';
import type { HostTiming } from './timing.js';
import { Wake } from './wake.js';

export interface HostDeps extends SessionDeps {
  readonly leases: LeaseStore;
  readonly status: StatusBook;
  readonly timing: HostTiming;
  readonly log: Log;
  /** The account as it is now, past any cache. @throws AccountFaultError */
  load(accountId: string): Promise<RunningAccount | undefined>;
  onFailure?(lease: Lease, error: ConnectorError): void;
  readonly outages?: Outages;
  readonly quotas?: Quotas;
  /** What is done for the accounts that run here, besides their sessions. */
  readonly duties?: readonly OwnersDuty[];
}

/** What accounts' owner does for them besides their sessions. */
export interface OwnersDuty {
  start(): void;
  /** Something may have been asked for. */
  wake(): void;
  /** The account runs here from now on, or again. */
  come(accountId: string): void;
  /** A session of the account got in: what was refused for the credentials may be tried again. */
  credentialTaken?(accountId: string): void;
  /** The account goes to somebody else: what is done for it ends. @param graceMs  so long it is ours yet */
  leave(accountId: string, graceMs: number): void | Promise<void>;
  /** Ends all. */
  stop(): Promise<void>;
}

const SETTLE_MS = 20;

/**
 * Runs the pull accounts that are this instance's share. All it knows of accounts it reads at each tick together with its
 * leases, so that nothing announced can be missed for longer than that; an announcement only brings the tick forward.
 */
export class ChannelHost {
  readonly #runners = new Map<string, AccountRunner>();
  /** Sessions that are ending: their accounts begin no other one before. */
  readonly #ending = new Map<string, Promise<void>>();
  readonly #wake = new Wake();
  #stopping = false;
  #loop: Promise<void> = Promise.resolve();
  #expiry: NodeJS.Timeout | undefined;
  #nextStartAt = 0;
  /** Until when leases are ours without another word of the database, by `performance.now()`. */
  #oursUntil = 0;

  constructor(private readonly deps: HostDeps) {}

  get #duties(): readonly OwnersDuty[] {
    return this.deps.duties ?? [];
  }

  start(): void {
    this.#loop = this.#run();
    for (const duty of this.#duties) duty.start();
  }

  /** Accounts or leases changed somewhere: look at once. */
  wake(): void {
    this.#wake.up();
    for (const duty of this.#duties) duty.wake();
  }

  /** A reply of an account was sent, or refused for the credentials. */
  replied({ accountId, epoch, version }: Pick<Lease, 'accountId' | 'epoch' | 'version'>, refusal?: ConnectorError, pauseMs?: number): void {
    const runner = this.#runners.get(accountId);
    if (runner?.lease.epoch === epoch) runner.replied(version, refusal, pauseMs);
  }

  /** Accounts that run here. */
  get size(): number {
    return this.#runners.size;
  }

  /** Ends all sessions and gives the leases back, so that another instance goes on at once. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake.up();
    await this.#loop;
    clearTimeout(this.#expiry);
    await Promise.all([this.#endAll(), ...this.#duties.map((duty) => duty.stop())]);
    await this.deps.status.stop();
    await this.deps.leases.retire().catch((err: unknown) => this.deps.log.warn({ err }, 'leases could not be given back; they end by themselves'));
  }

  async #run(): Promise<void> {
    const { leases, timing } = this.deps;
    await leases.register(timing.leaseMs).catch((err: unknown) => this.deps.log.warn({ err }, 'the host could not register yet'));
    while (!this.#stopping) {
      await this.#tick().catch((err: unknown) => this.deps.log.warn({ err }, 'leases could not be renewed'));
      await this.#wake.wait(timing.tickMs);
      // What is announced in a burst is looked at once.
      if (!this.#stopping) await delay(SETTLE_MS);
    }
  }

  async #tick(): Promise<void> {
    const { leases, timing } = this.deps;
    const askedAt = performance.now();
    const held = await leases.tick(timing.leaseMs);
    if (this.#stopping) return;
    this.#expireAt(askedAt + timing.leaseMs - timing.marginMs);
    this.#follow(held);
  }

  /** Makes what runs here what is held. */
  #follow(held: readonly HeldLease[]): void {
    const kept = new Map(held.map((lease) => [lease.accountId, lease]));
    for (const [accountId, { lease }] of this.#runners) {
      if (kept.get(accountId)?.epoch !== lease.epoch) void this.#end(accountId, 0);
    }
    const surplus = held.filter((lease) => lease.surplus && !this.#ending.has(lease.accountId)).map(({ accountId }) => accountId);
    if (surplus.length > 0) void this.#giveAway(surplus);
    for (const lease of held) {
      if (lease.surplus || this.#ending.has(lease.accountId)) continue;
      const runner = this.#runners.get(lease.accountId);
      if (runner) runner.sawVersion(lease.version);
      else this.#begin(lease);
    }
  }

  #begin(lease: Lease): void {
    const { deps } = this;
    const status = deps.status.open(lease);
    const onFailure = (error: ConnectorError) => deps.onFailure?.(lease, error);
    const onLost = () => {
      if (this.#runners.get(lease.accountId) === runner) void this.#end(lease.accountId, 0);
    };
    const onCredentialTaken = () => this.#duties.forEach((duty) => duty.credentialTaken?.(lease.accountId));
    const runner = new AccountRunner(lease, { ...deps, status, onFailure, onLost, onCredentialTaken }, this.#startDelayMs());
    this.#runners.set(lease.accountId, runner);
    for (const duty of this.#duties) duty.come(lease.accountId);
  }

  /** A thousand sessions that begin at once would stand in each other's way. */
  #startDelayMs(): number {
    const now = performance.now();
    this.#nextStartAt = Math.max(now, this.#nextStartAt + this.deps.timing.startGapMs);
    return this.#nextStartAt - now;
  }

  get #graceMs(): number {
    return Math.min(this.deps.timing.graceMs, Math.max(0, this.#oursUntil - performance.now()));
  }

  #end(accountId: string, graceMs = this.#graceMs): Promise<void> {
    const runner = this.#runners.get(accountId);
    if (!runner) return this.#ending.get(accountId) ?? Promise.resolve();
    this.#runners.delete(accountId);
    this.deps.quotas?.forget(accountId);
    const ended = Promise.all([runner.stop(), ...this.#duties.map((duty) => duty.leave(accountId, graceMs))]).then(() => {
      this.#ending.delete(accountId);
      this.deps.status.close(accountId);
      this.#wake.up();
    });
    this.#ending.set(accountId, ended);
    return ended;
  }

  async #endAll(): Promise<void> {
    for (const accountId of [...this.#runners.keys()]) void this.#end(accountId);
    await Promise.all(this.#ending.values());
  }

  async #giveAway(accountIds: readonly string[]): Promise<void> {
    await Promise.all(accountIds.map((accountId) => this.#end(accountId)));
    // Should it fail, the next tick finds them to be too many again.
    await this.deps.leases.release(accountIds).catch((err: unknown) => this.deps.log.warn({ err }, 'leases could not be given away'));
  }

  /** Not renewed in time: sessions end before somebody else begins theirs. */
  #expireAt(time: number): void {
    this.#oursUntil = time;
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => {
      this.deps.log.warn({ accounts: this.#runners.size }, 'leases are about to end: sessions are stopped');
      void this.#endAll();
    }, time - performance.now());
  }
}
