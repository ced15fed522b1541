import type { AccountDirectory } from '../accounts/account-directory.js';
import type { ChannelDeps } from '../channel.module.js';
import { DEFAULT_TIMING } from '../host/timing.js';
import { Observer } from './observe.js';
import { StatusWatch } from './status-watch.js';
import { TrafficBook } from './traffic/traffic-book.js';

/** Leases move within 10 s: who stands still for longer does. */
const SETTLE_MS = 15_000;

/** Watches all accounts until the process stops; of several processes one writes. */
export function startWatch({ runtime, pool, logWriter, timing }: ChannelDeps, directory: AccountDirectory): void {
  const watch = new StatusWatch(
    {
      pool, logWriter,
      observer: new Observer(pool, directory),
      traffic: new TrafficBook(pool),
      onFailure: (err) => runtime.log.warn({ err }, 'the status of accounts could not be looked at and will be looked at again'),
    },
    { everyMs: timing?.statusMs ?? DEFAULT_TIMING.statusMs, settleMs: SETTLE_MS },
  );
  watch.start();
  runtime.onStop(() => watch.stop(), 'listener');
}
