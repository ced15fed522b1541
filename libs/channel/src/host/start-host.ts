import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { AccountDirectory } from '../accounts/account-directory.js';
import type { AccountStore } from '../accounts/account-store.js';
import type { ChannelDeps } from '../channel.module.js';
import type { Intake } from '../intake/intake.js';
import { ChannelHost } from './host.js';
import { hostMetrics } from './host-metrics.js';
import { LeaseStore } from './lease-store.js';
import { StatusBook } from './status-book.js';
import { StatusStore } from './status-store.js';
import { SubmissionGate } from './submission-gate.js';
import { DEFAULT_TIMING } from './timing.js';

/**
 * Runs pull accounts of the channels that this process pulls until it stops; a process that pulls none has no host.
 * @returns wakes it, when accounts or leases changed
 */
export function startHost({ runtime, pool, blobs, channels, pulls, timing: changes }: ChannelDeps, store: AccountStore, directory: AccountDirectory, intake: Intake): () => void {
  const pulled = channels.filter(({ name, pull }) => pull && (pulls?.includes(name) ?? true)).map(({ name }) => name);
  if (pulled.length === 0) return () => undefined;
  const timing = { ...DEFAULT_TIMING, ...changes };
  const { callMs } = timing;
  const status = new StatusBook(new StatusStore(pool, callMs), timing.statusMs, (err) => runtime.log.warn({ err }, 'connector status could not be written'));
  const gate = new SubmissionGate();
  const host = new ChannelHost({
    intake, connections: pool, blobs, gate, callMs, status, timing,
    log: runtime.log,
    leases: new LeaseStore(pool, `${hostname()} ${process.pid} ${randomUUID()}`, pulled, callMs),
    load: (accountId) => gate.pass('read', () => {
      directory.forget(accountId);
      return directory.find(accountId);
    }),
    updateSecret: (...call) => store.updateSecret(...call),
    onFailure: hostMetrics(runtime.metrics, status),
  });
  host.start();
  runtime.onStop(() => host.stop(), 'listener');
  return () => host.wake();
}
