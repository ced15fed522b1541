import { type DynamicModule, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import type { LogReader, LogWriter } from '@tributary/event-log';
import type { Runtime } from '@tributary/platform';
import type { BlobStore, SecretBox } from '@tributary/storage';
import type pg from 'pg';
import type { Sign } from './accounts/account.js';
import { AccountDirectory } from './accounts/account-directory.js';
import { AccountListener } from './accounts/account-listener.js';
import { AccountStore } from './accounts/account-store.js';
import { Accounts } from './accounts/accounts.js';
import type { Channel } from './channel.js';
import { keepDeletingErased } from './erase/erased-blobs.js';
import type { HostTiming } from './host/timing.js';
import { startHost } from './host/start-host.js';
import { AccountsController } from './http/accounts.controller.js';
import { ChannelsController } from './http/channels.controller.js';
import { ConnectorsController } from './http/connectors.controller.js';
import { ContactsController } from './http/contacts.controller.js';
import { CustodyController } from './http/custody.controller.js';
import { EraseController } from './http/erase.controller.js';
import { JobsController } from './http/jobs.controller.js';
import { QuarantineController } from './http/quarantine.controller.js';
import { QuarantineGroupsController } from './http/quarantine-groups.controller.js';
import { StatsController } from './http/stats.controller.js';
import { BLOBS, INTAKE_POOL } from './http/tokens.js';
import { WebhookController } from './http/webhook.controller.js';
import { WebhookEndpoint } from './http/webhook-endpoint.js';
import { CanStore } from './intake/can-store.js';
import { Intake, type IntakeDeps } from './intake/intake.js';
import { intakeMetrics } from './intake/intake-metrics.js';
import type { IntakeLimits } from './intake/limits.js';
import { sumUpOldMinutes } from './intake/tally.js';
import { JobStore } from './jobs/job-store.js';
import { QuarantineStore } from './quarantine/quarantine-store.js';
import { Replayer } from './quarantine/replay.js';
import { readReplies } from './replies/reply-inbox.js';
import { startWatch } from './status/start-watch.js';

export interface ChannelDeps {
  readonly runtime: Runtime;
  /** Acts as the role of `intakeSchema`; at least 6 connections. */
  readonly pool: pg.Pool;
  readonly logReader: LogReader;
  readonly logWriter: LogWriter;
  readonly blobs: BlobStore;
  readonly secrets: SecretBox;
  /** The generated registry. */
  readonly channels: readonly Channel[];
  /** Names of those whose pull side runs in this process; all of them unless told. */
  readonly pulls?: readonly string[];
  readonly limits?: Partial<IntakeLimits>;
  readonly timing?: Partial<HostTiming>;
}

const SUM_UP_EVERY_MS = 60 * 60 * 1000;

const SIGNATURE_LETTERS = 22;

@Module({})
class ChannelModule {}

function signer(secrets: SecretBox): Sign {
  const key = secrets.derive('signatures of accounts');
  return (accountId, text) => createHmac('sha256', key).update(`${accountId}\n${text}`).digest('base64url').slice(0, SIGNATURE_LETTERS);
}

/** Takes replies from the log once everything stands. */
@Injectable()
class Replying implements OnApplicationBootstrap {
  constructor(private readonly deps: ChannelDeps) {}

  async onApplicationBootstrap(): Promise<void> {
    const consumer = await readReplies(this.deps);
    this.deps.runtime.onStop(() => consumer.stop(), 'listener');
  }
}

/**
 * Everything that takes contacts in: accounts, public addresses, intake, quarantine.
 * @throws UnknownKeyError  accounts hold secrets that our key doesn't open: rather no start
 */
export async function channelModule(deps: ChannelDeps): Promise<DynamicModule> {
  const { runtime, pool, logWriter, blobs, secrets, channels, limits } = deps;
  const store = new AccountStore(pool, secrets, channels);
  await store.assertKeyFits();
  const directory = new AccountDirectory(store, channels, signer(secrets));
  const metrics = intakeMetrics(runtime.metrics, runtime.traces);
  const canStore = new CanStore(pool);
  const onStored: IntakeDeps['onStored'] = (submission, receipt) => (canStore.stored(), metrics.onStored(submission, receipt));
  const onFailure: IntakeDeps['onFailure'] = (error) => (canStore.failed(error), metrics.onFailure(error));
  const intake = new Intake({ connections: pool, logWriter, blobs, onStored, onFailure }, limits);
  runtime.health.addCheck('intake', () => canStore.check());
  const wakeHost = startHost(deps, store, directory, intake);
  watch(runtime, pool, new AccountListener(pool, directory, wakeHost), intake);
  runtime.onStop(keepDeletingErased(pool, blobs, runtime.log));
  startWatch(deps, directory);
  const quarantine = new QuarantineStore(pool, blobs);
  const jobs = new JobStore(pool);
  return {
    module: ChannelModule,
    controllers: [
      WebhookController, AccountsController, JobsController, ChannelsController, ConnectorsController, ContactsController, CustodyController,
      EraseController, QuarantineController,
      QuarantineGroupsController, StatsController,
    ],
    providers: [
      { provide: INTAKE_POOL, useValue: pool },
      { provide: BLOBS, useValue: blobs },
      { provide: AccountStore, useValue: store },
      { provide: AccountDirectory, useValue: directory },
      { provide: Accounts, useValue: new Accounts(store, directory) },
      { provide: Intake, useValue: intake },
      { provide: JobStore, useValue: jobs },
      { provide: Replying, useValue: new Replying(deps) },
      { provide: QuarantineStore, useValue: quarantine },
      { provide: Replayer, useValue: new Replayer(quarantine, intake, blobs) },
      { provide: WebhookEndpoint, useValue: new WebhookEndpoint(directory, intake, blobs, runtime) },
    ],
  };
}

/** What runs beside the requests, until the process stops. */
function watch(runtime: Runtime, pool: pg.Pool, listener: AccountListener, intake: Intake): void {
  listener.start();
  const sums = setInterval(() => {
    sumUpOldMinutes(pool).catch((err: unknown) => runtime.log.warn({ err }, 'old minutes could not be summed up'));
    new JobStore(pool).forgetOld().catch((err: unknown) => runtime.log.warn({ err }, 'old jobs could not be deleted'));
  }, SUM_UP_EVERY_MS);
  runtime.metrics.gauge('tributary_intake_waiting', 'Submissions not yet answered', [], (gauge) => gauge.set(intake.waiting));
  runtime.onStop(async () => {
    clearInterval(sums);
    await listener.stop();
  });
}
