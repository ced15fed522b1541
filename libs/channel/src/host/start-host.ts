import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { AccountDirectory } from '../accounts/account-directory.js';
import type { AccountStore } from '../accounts/account-store.js';
import { webhookUrlOf } from '../accounts/account-view.js';
import type { Channel } from '../channel.js';
import type { ChannelDeps } from '../channel.module.js';
import type { Intake } from '../intake/intake.js';
import { ChannelHost } from './host.js';
import { hostMetrics } from './host-metrics.js';
import { JobBook } from '../jobs/job-book.js';
import { JobDesk } from '../jobs/job-desk.js';
import { ReplyBook } from '../replies/reply-book.js';
import { ReplyDesk } from '../replies/reply-desk.js';
import { LeaseStore } from './lease-store.js';
import { Outages } from './outages.js';
import { Quotas } from './quota.js';
import type { SessionDeps } from './session.js';
import { StatusBook } from './status-book.js';
import { StatusStore } from './status-store.js';
import { SubmissionGate } from './submission-gate.js';
import { DEFAULT_TIMING } from './timing.js';

/**
 * Runs pull accounts of the channels that this process pulls until it stops; a process that pulls none has no host.
 * @returns wakes it, when accounts or leases changed
 */
export function startHost({ runtime, pool, logWriter, blobs, channels, pulls, timing: changes }: ChannelDeps, store: AccountStore, directory: AccountDirectory, intake: Intake): () => void {
  const pulled = channels.filter((channel) => needsOwner(channel) && (pulls?.includes(channel.name) ?? true)).map(({ name }) => name);
  if (pulled.length === 0) return () => undefined;
  const timing = { ...DEFAULT_TIMING, ...changes };
  const { callMs } = timing;
  const status = new StatusBook(new StatusStore(pool, callMs), timing.statusMs, (err) => runtime.log.warn({ err }, 'connector status could not be written'));
  const gate = new SubmissionGate();
  const leases = new LeaseStore(pool, `${hostname()} ${process.pid} ${randomUUID()}`, pulled, callMs);
  const load = (accountId: string) => gate.pass('read', () => {
    directory.forget(accountId);
    return directory.find(accountId);
  });
  const updateSecret: SessionDeps['updateSecret'] = (...call) => store.updateSecret(...call);
  const quotas = new Quotas();
  const webhookUrl: SessionDeps['webhookUrl'] = ({ account: { id }, channel }) => webhookUrlOf(channel, id, runtime.config.publicUrl);
  const deps = { intake, connections: pool, blobs, gate, callMs, timing, log: runtime.log, load, updateSecret, quotas, webhookUrl };
  const onFailure = hostMetrics(runtime.metrics, status);
  const host: ChannelHost = new ChannelHost({
    ...deps, leases, status,
    onFailure,
    outages: new Outages(pool, callMs, timing.gapAfterMs),
    duties: [
      new JobDesk({ ...deps, book: new JobBook(pool, leases.instanceId, callMs) }),
      new ReplyDesk({
        ...deps,
        book: new ReplyBook(pool, logWriter, leases.instanceId, callMs),
        onFailure: ({ account_id: accountId, channel }, error) => onFailure({ accountId, channel }, error),
        onCredential: ({ account_id: accountId, epoch, version }, ...told) => host.replied({ accountId, epoch: BigInt(epoch), version }, ...told),
      }),
    ],
  });
  host.start();
  runtime.onStop(() => host.stop(), 'listener');
  return () => host.wake();
}

/** Somebody has to read it, to carry out its jobs, or to send its replies. */
function needsOwner({ pull, backfill, reconcile, replies }: Channel): boolean {
  return Boolean(pull ?? backfill ?? reconcile ?? replies);
}
