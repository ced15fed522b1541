import { createLogger } from '@tributary/platform';
import { KafkaCluster, KafkaLogReader, KafkaRelay } from '../kafka.js';
import { kafkaSettings } from '../kafka/settings.js';
import { TOPICS } from '../port.js';
import { PostgresLogReader } from '../postgres/log-reader.js';
import { connectTo } from './postgres-connection.js';
import type { Connection } from './test-log.js';
import type pg from 'pg';

/** For child processes: see TestLog.child. */
export async function connect(): Promise<Connection> {
  return connectThrough(String(process.env.LOG_TEST_URL), clusterOf(process.env));
}

/** Appends to PostgreSQL, reads from Kafka. */
export function connectThrough(url: string, cluster: KafkaCluster): Connection & { pool: pg.Pool } {
  const postgres = connectTo(url);
  return {
    ...postgres,
    reader: () => new KafkaLogReader(cluster, { retryMs: 20, retryMostMs: 200 }),
    relay: (onPublished) => new KafkaRelay(new PostgresLogReader(postgres.pool), cluster, { topics: [TOPICS.contacts], onPublished }),
  };
}

/** @param env  `KAFKA_…` settings; what the client has to say goes to stdout with `KAFKA_LOG_LEVEL` */
export function clusterOf(env: Readonly<Record<string, string | undefined>>): KafkaCluster {
  const settings = kafkaSettings(env);
  if (!settings) throw new Error('KAFKA_BROKERS is not set');
  return new KafkaCluster(settings, createLogger({ level: process.env.KAFKA_LOG_LEVEL === 'debug' ? 'debug' : 'silent' }));
}
