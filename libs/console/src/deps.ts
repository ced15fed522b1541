import type { Runtime } from '@tributary/platform';
import type { Pool } from 'pg';

/** What the console needs to run. */
export interface ConsoleDeps {
  readonly runtime: Runtime;
  /** As the role of {@link consoleSchema}. */
  readonly pool: Pool;
  /** Services whose modules run in this process ("form", "lead", "notifier"); the paths of all others are passed on. */
  readonly localServices: readonly string[];
}

/** Nest injection token of {@link ConsoleDeps}. */
export const CONSOLE_DEPS = Symbol('ConsoleDeps');
