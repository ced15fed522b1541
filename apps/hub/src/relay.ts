import { type DynamicModule, Module } from '@nestjs/common';
import { type Lag, LOG_READER, PostgresLogReader, TOPICS, type Topic } from '@tributary/event-log';
import { RecentFailures, type Runtime } from '@tributary/platform';
import type { Schema } from '@tributary/storage';
import type { KafkaRelay } from '@tributary/event-log/kafka';
import type { ServiceParts } from './services.js';

/** The relay keeps nothing of its own: it needs a login that reads the log. */
export const relaySchema: Schema = { name: 'relay', role: 'tributary_relay', memberOf: [LOG_READER], migrations: [] };

/** @throws Error without Kafka: there is nowhere to carry the log to */
export async function relayModule({ runtime, pool, kafka }: ServiceParts): Promise<DynamicModule> {
  if (!kafka) throw new Error('KAFKA_BROKERS is missing: the target relay carries the log to Kafka');
  const { KafkaRelay } = await import('@tributary/event-log/kafka');
  const published = runtime.metrics.counter('tributary_relay_published_total', 'Records that Kafka acknowledged', ['topic']);
  const failures = new RecentFailures<Topic>();
  runtime.health.addCheck('relay', () => failures.check());
  const relay = new KafkaRelay(new PostgresLogReader(pool), kafka.cluster, {
    onPublished: (topic, records) => (failures.clear(topic), published.inc({ topic }, records)),
    onError: (topic, err) => {
      const news = failures.note(topic, err instanceof Error ? err.name : 'error');
      runtime.log[news ? 'warn' : 'debug']({ topic, err }, 'records were not carried to Kafka; trying again');
    },
  });
  runtime.onStop(() => relay.stop());
  await relay.start();
  observe(runtime, relay);
  return { module: RelayModule };
}

/** How much stands in PostgreSQL that Kafka hasn't yet, and which topics this instance carries. */
function observe({ metrics }: Runtime, relay: KafkaRelay): void {
  const topics = Object.values(TOPICS);
  const lagGauge = (unit: 'records' | 'seconds', help: string, figure: (lag: Lag) => number): void => {
    metrics.gauge(`tributary_relay_lag_${unit}`, help, ['topic'], async (gauge) => {
      for (const topic of topics) gauge.set({ topic }, figure(await relay.lag(topic)));
    });
  };
  lagGauge('records', 'Records that are not in Kafka yet', ({ records }) => records);
  lagGauge('seconds', 'Age of the oldest record that is not in Kafka yet', ({ oldestMs }) => oldestMs / 1_000);
  metrics.gauge('tributary_relay_carries', 'Whether this instance carries the topic', ['topic'], (gauge) => {
    for (const topic of topics) gauge.set({ topic }, relay.carried.includes(topic) ? 1 : 0);
  });
}

@Module({})
class RelayModule {}
