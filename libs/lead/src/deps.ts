import type { LogReader, LogWriter } from '@tributary/event-log';
import type { Runtime } from '@tributary/platform';
import type { BlobStore, SecretBox } from '@tributary/storage';
import type pg from 'pg';

/** What the lead service needs to run. */
export interface LeadDeps {
  readonly runtime: Runtime;
  /** As the role of `leadSchema`. Three more connections are opened with its settings, for batches. */
  readonly pool: pg.Pool;
  readonly logReader: LogReader;
  readonly logWriter: LogWriter;
  readonly blobs: BlobStore;
  readonly secrets: SecretBox;
}

/** Nest injection token of {@link LeadDeps}. */
export const LEAD_DEPS = Symbol('LeadDeps');

/** Nest injection token of what stores contacts: `BatchDeps`. */
export const BATCH_DEPS = Symbol('BatchDeps');
