import { setTimeout as delay } from 'node:timers/promises';
import { type KafkaSettings, type LogReader } from '@tributary/event-log';
import type { KafkaCluster } from '@tributary/event-log/kafka';
import { RecentFailure, type Runtime } from '@tributary/platform';

/** What a process has of Kafka. */
export interface Kafka {
  readonly cluster: KafkaCluster;
  /** For consumers: the same log that the relay carries there. */
  readonly reader: LogReader;
}

/** A start waits so long for the first look at Kafka: then it goes on without, since what comes in is kept in any case. */
const FIRST_LOOK_MS = 2_000;
/** So soon `ready` tells that Kafka went away. */
const LOOK_EVERY_MS = 5_000;

/** Makes the topics, now or when Kafka can be reached, and tells `ready` how Kafka is: away or weak is degraded, never unavailable. */
export async function openKafka(settings: KafkaSettings, runtime: Runtime): Promise<Kafka> {
  // Loaded here only: the embedded mode is spared a Kafka client.
  const { KafkaCluster, KafkaLogReader, TopicWatch } = await import('@tributary/event-log/kafka');
  const { log, health } = runtime;
  for (const warning of settings.warnings) log.warn(warning);
  const cluster = new KafkaCluster(settings, log);
  const silence = new RecentFailure();
  const onError = (err: unknown) => log[silence.note('away') ? 'warn' : 'debug']({ err }, 'Kafka did not answer; trying again');
  const watch = new TopicWatch(cluster, { everyMs: LOOK_EVERY_MS, onError });
  runtime.onStop(() => watch.stop());
  health.addCheck('kafka', () => {
    const { reachable, refusal, warnings } = watch.state;
    const trouble = refusal ? `Kafka refuses us (${refusal})` : 'Kafka can\'t be reached';
    const detail = reachable ? warnings.join('; ') : `${trouble}; what comes in is kept in PostgreSQL until that is over`;
    return { ok: true, ...(detail && { degraded: true, detail }) };
  });
  const waited = new AbortController();
  await Promise.race([watch.start(), delay(FIRST_LOOK_MS, undefined, { signal: waited.signal }).catch(() => undefined)]);
  waited.abort();
  return { cluster, reader: new KafkaLogReader(cluster) };
}
