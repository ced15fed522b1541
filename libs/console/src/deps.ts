import type { Runtime } from '@tributary/platform';
import type { Pool } from 'pg';
import type { Demo } from './demo/demo.js';

/** What the console needs to run. */
export interface ConsoleDeps {
  readonly runtime: Runtime;
  /** As the role of {@link consoleSchema}. */
  readonly pool: Pool;
  /** Services whose modules run in this process ("form", "lead", "notifier"); the paths of all others are passed on. */
  readonly localServices: readonly string[];
  /** Of a hub that was started with `--demo`, once it is ready. */
  readonly demo?: (() => Demo | undefined) | undefined;
}

/** Nest injection token of {@link ConsoleDeps}. */
export const CONSOLE_DEPS = Symbol('ConsoleDeps');
