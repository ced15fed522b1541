import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { KafkaRelay, type KafkaCluster, ensureTopics } from '../kafka.js';
import { TOPICS } from '../port.js';
import { PostgresLogReader } from '../postgres/log-reader.js';
import { clusterOf, connectThrough } from './kafka-connection.js';
import { QUICK } from './postgres-connection.js';
import { type PostgresTestLog, openPostgresLog } from './postgres-log.js';

/** Fewer than in production, so that a small broker has little to do. */
const PLAN = { topics: [TOPICS.contacts, TOPICS.bulk], partitions: 4 };

export interface KafkaTestLog extends PostgresTestLog {
  readonly cluster: KafkaCluster;
  /** Starts anew what `stopRelay()` stopped. */
  startRelay(): Promise<void>;
  stopRelay(): Promise<void>;
}

/**
 * Appends go to PostgreSQL, a relay carries them to topics of their own, readers read these.
 * @param env  `KAFKA_BROKERS` and what else it takes to reach them
 */
export async function openKafkaLog(env: Readonly<Record<string, string>>): Promise<KafkaTestLog> {
  const settings = { ...env, KAFKA_TOPIC_PREFIX: `t${randomUUID().slice(0, 8)}.` };
  const cluster = clusterOf(settings);
  const [postgres] = await Promise.all([openPostgresLog(), ensureTopics(cluster, PLAN)]);
  const connection = connectThrough(postgres.adminUrl, cluster);
  const log = new PostgresLogReader(postgres.pool, QUICK);
  let relay: KafkaRelay;
  const startRelay = async (): Promise<void> => {
    relay = new KafkaRelay(log, cluster, { topics: PLAN.topics });
    await relay.start();
  };
  await startRelay();
  return {
    ...postgres,
    ...connection,
    cluster,
    startRelay,
    stopRelay: () => relay.stop(),
    child: {
      module: new URL('kafka-connection.ts', import.meta.url),
      env: { ...settings, ...postgres.child.env },
    },
    settled: async () => {
      while ((await Promise.all(PLAN.topics.map((topic) => relay.lag(topic)))).some(({ records }) => records > 0)) await delay(10);
    },
    // Nothing runs while a database is restored.
    restore: async () => {
      await relay.stop();
      await postgres.restore();
      await startRelay();
    },
    close: async () => {
      await relay.stop();
      await connection.close();
      await postgres.close();
      await cluster.withAdmin((admin) => admin.deleteTopics({ topics: PLAN.topics.map((topic) => cluster.topicName(topic)) }));
    },
  };
}
