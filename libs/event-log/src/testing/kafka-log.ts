import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { KafkaRelay, type KafkaCluster, ensureTopics } from '../kafka.js';
import { TOPICS } from '../port.js';
import { PostgresLogReader } from '../postgres/log-reader.js';
import { clusterOf, connectThrough } from './kafka-connection.js';
import { QUICK } from './postgres-connection.js';
import { type PostgresTestLog, openPostgresLog } from './postgres-log.js';

const TOPICS_USED = [TOPICS.contacts, TOPICS.bulk];

export interface KafkaTestLog extends PostgresTestLog {
  readonly cluster: KafkaCluster;
  /** Starts anew what `stopRelay()` stopped. */
  startRelay(): Promise<void>;
  stopRelay(): Promise<void>;
}

/**
 * Appends go to PostgreSQL, a relay carries them to topics of their own, readers read these.
 * @param env  `KAFKA_BROKERS` and what else it takes to reach them
 * @param partitions  fewer than in production, so that a small broker has little to do
 */
export async function openKafkaLog(env: Readonly<Record<string, string>>, partitions = 4): Promise<KafkaTestLog> {
  const settings = { ...env, KAFKA_TOPIC_PREFIX: `t${randomUUID().slice(0, 8)}.` };
  const cluster = clusterOf(settings);
  const [postgres] = await Promise.all([openPostgresLog(), ensureTopics(cluster, { topics: TOPICS_USED, partitions })]);
  const connection = connectThrough(postgres.adminUrl, cluster);
  const log = new PostgresLogReader(postgres.pool, QUICK);
  let relay: KafkaRelay;
  const startRelay = async (): Promise<void> => {
    relay = new KafkaRelay(log, cluster, { topics: TOPICS_USED });
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
      while ((await Promise.all(TOPICS_USED.map((topic) => relay.lag(topic)))).some(({ records }) => records > 0)) await delay(10);
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
      await cluster.withAdmin((admin) => admin.deleteTopics({ topics: TOPICS_USED.map((topic) => cluster.topicName(topic)) }));
    },
  };
}
