import type { LogReader } from '@tributary/event-log';
import type { Runtime } from '@tributary/platform';
import type { SecretBox } from '@tributary/storage';
import type pg from 'pg';

/** What the notifier needs to run. */
export interface NotifierDeps {
  readonly runtime: Runtime;
  /** As the role of `notifierSchema`. One more connection is opened for LISTEN. */
  readonly pool: pg.Pool;
  readonly logReader: LogReader;
  /** Seals the secrets of alarm targets, recipients and senders. */
  readonly secrets: SecretBox;
}

/** Nest injection token of {@link NotifierDeps}. */
export const NOTIFIER_DEPS = Symbol('NotifierDeps');
