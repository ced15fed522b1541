import { EventEmitter, on } from 'node:events';
import { randomUUID } from 'node:crypto';
import { SecretBox } from '@tributary/storage';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountListener } from '../accounts/account-listener.js';
import { AccountStore } from '../accounts/account-store.js';
import type { Channel } from '../channel.js';
import { ChannelHost } from '../host/host.js';
import { LeaseStore } from '../host/lease-store.js';
import { StatusBook } from '../host/status-book.js';
import { StatusStore } from '../host/status-store.js';
import { SubmissionGate } from '../host/submission-gate.js';
import { DEFAULT_TIMING, type HostTiming } from '../host/timing.js';
import type { Connections } from '../intake/connections.js';
import type { PullSession } from '../pull.js';
import type { IntakeFixture } from './fixture.js';
import { silent } from './pull-stage.js';
import { toyPull } from './toy-pull.js';

/** So quick that a spec can wait for it. */
const QUICK: Partial<HostTiming> = { leaseMs: 900, marginMs: 300, tickMs: 100, callMs: 400, statusMs: 20 };

/** A session that ran on the stage. */
export interface Seen {
  readonly instance: string;
  readonly accountId: string;
  readonly startedAt: number;
  endedAt?: number;
}

/** An instance of the host, as in a process of its own. */
export interface Instance {
  readonly name: string;
  readonly host: ChannelHost;
  /** Cuts it off the database, and joins it again. */
  cut(yes: boolean): void;
  stop(): Promise<void>;
}

/** Several instances on one database, and the sessions that they run: each waits to be told to end, if `work` does nothing else. */
export class HostStage {
  readonly seen: Seen[] = [];
  readonly #changed = new EventEmitter();
  readonly #instances: Instance[] = [];
  readonly store: AccountStore;

  constructor(private readonly fixture: IntakeFixture) {
    this.store = new AccountStore(fixture.pool, new SecretBox(Buffer.alloc(32, 7)), [toyPull]);
  }

  async addAccounts(count: number, channel = toyPull.name): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    for (const id of ids) {
      await this.store.insert({ id, channel, name: 'Box', line: 'main', defaultRegion: 'RU', settings: { box: id, password: 'right' }, createdAt: new Date() });
    }
    return ids;
  }

  start(name: string, channels: readonly string[] = [toyPull.name], timing: Partial<HostTiming> = {}): Instance {
    const { fixture } = this;
    let isCut = false;
    const connections: Connections = { connect: () => (isCut ? Promise.reject(new Error('Connection terminated')) : fixture.pool.connect()) };
    const watched = channels.map((channel) => this.#watched(channel, name));
    const directory = new AccountDirectory(new AccountStore(fixture.pool, new SecretBox(Buffer.alloc(32, 7)), watched), watched);
    const times = { ...DEFAULT_TIMING, ...QUICK, ...timing };
    const host = new ChannelHost({
      intake: fixture.intake({ connections }), connections, blobs: fixture.blobs, gate: new SubmissionGate(), callMs: times.callMs,
      leases: new LeaseStore(connections, name, channels, times.callMs),
      status: new StatusBook(new StatusStore(connections, times.callMs), times.statusMs, () => undefined),
      updateSecret: (...call) => this.store.updateSecret(...call),
      timing: times, log: silent,
      load: (accountId) => (directory.forget(accountId), directory.find(accountId)),
    });
    const listener = new AccountListener(fixture.pool, directory, () => host.wake());
    host.start();
    listener.start();
    const instance: Instance = {
      name, host,
      cut: (yes) => void (isCut = yes),
      stop: async () => {
        this.#instances.splice(this.#instances.indexOf(instance), 1);
        await Promise.all([listener.stop(), host.stop()]);
      },
    };
    this.#instances.push(instance);
    return instance;
  }

  /** Accounts whose session is under way, by instance. */
  running(name: string): string[] {
    return this.seen.filter(({ instance, endedAt }) => instance === name && endedAt === undefined).map(({ accountId }) => accountId);
  }

  /** Resolves when sessions that began or ended made it so. */
  async until(reached: () => boolean): Promise<void> {
    if (reached()) return;
    for await (const _ of on(this.#changed, 'changed')) if (reached()) return;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#instances].map((instance) => instance.stop()));
  }

  #watched(name: string, instance: string): Channel {
    const run = async ({ account, signal }: PullSession<unknown>) => {
      const seen: Seen = { instance, accountId: account.id, startedAt: performance.now() };
      this.seen.push(seen);
      this.#changed.emit('changed');
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      seen.endedAt = performance.now();
      this.#changed.emit('changed');
    };
    return { ...(toyPull as Channel), name, pull: { run, reparse: () => Promise.resolve([]) } };
  }
}
