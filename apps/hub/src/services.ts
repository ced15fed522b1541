import { type LogReader, type LogWriter, LOG_READER, PostgresLogReader, PostgresLogWriter, RELAY_GROUP, keepPurging, retireGroups } from '@tributary/event-log';
import { REPLIES_GROUP } from '@tributary/channel';
import { LEAD_GROUP, RECEIPT_GROUP } from '@tributary/lead';
import { NOTIFIER_GROUP, STATUS_GROUP } from '@tributary/notifier';
import type { Runtime } from '@tributary/platform';
import { type BlobStore, type Schema, type SecretBox, openPool } from '@tributary/storage';
import type { Demo } from '@tributary/console';
import type { Databases } from './databases.js';
import type { Kafka } from './kafka.js';

/** What a service gets to work with: its own pool and role, the log, blobs, secrets. */
export interface ServiceParts {
  readonly runtime: Runtime;
  readonly pool: ReturnType<typeof openPool>;
  readonly logReader: LogReader;
  readonly logWriter: LogWriter;
  readonly blobs: BlobStore;
  readonly secrets: SecretBox;
  /** Undefined in the embedded mode: consumers read the PostgreSQL log itself. */
  readonly kafka?: Kafka;
  /** With `--demo`, once it is ready. */
  readonly demo?: () => Demo | undefined;
}

/** Makes the parts of each service; everything opened here closes when the runtime stops. */
export class Services {
  private keepingLog = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly databases: Databases,
    private readonly secrets: SecretBox,
    private readonly blobs: BlobStore,
    private readonly kafka?: Kafka,
  ) {}

  of(schema: Schema): ServiceParts {
    const url = this.databases.urlOf(schema);
    const pool = openPool(url, schema, { log: this.runtime.log });
    this.runtime.onStop(() => pool.end());
    if (schema.memberOf?.includes(LOG_READER)) this.keepLog(pool);
    return {
      runtime: this.runtime,
      pool,
      logReader: this.kafka?.reader ?? new PostgresLogReader(pool),
      logWriter: new PostgresLogWriter(),
      blobs: this.blobs,
      secrets: this.secrets,
      kafka: this.kafka,
    };
  }

  /**
   * Old records are deleted by one service of each process; several at once do no harm. The groups of the mode that this
   * installation left must not hold that up.
   */
  private keepLog(pool: ServiceParts['pool']): void {
    if (this.keepingLog) return;
    this.keepingLog = true;
    const left = this.kafka ? [LEAD_GROUP, RECEIPT_GROUP, NOTIFIER_GROUP, STATUS_GROUP, REPLIES_GROUP] : [RELAY_GROUP];
    retireGroups(pool, left).catch((err: unknown) => this.runtime.log.warn({ err }, 'groups of the log that nobody runs were not retired; the next start tries again'));
    const purging = keepPurging(pool, { onError: (err) => this.runtime.log.warn({ err }, 'old log records were not deleted; trying again later') });
    this.runtime.onStop(() => purging.stop());
  }
}
