import type { KafkaSettings } from '@tributary/event-log';
import { createLogger } from '@tributary/platform';
import { type Finding, ill, weak, well } from './finding.js';

const REPLICAS = 3;

/** Whether the brokers answer, and are enough of them. Topics' settings are told by a running hub's `ready`. */
export async function kafkaFindings(settings: KafkaSettings | undefined): Promise<Finding[]> {
  if (!settings) return [well({ ru: 'Kafka не задана: сервисы читают журнал в PostgreSQL', en: 'no Kafka is set: services read the log in PostgreSQL' })];
  const { KafkaCluster } = await import('@tributary/event-log/kafka');
  try {
    const { brokers } = await new KafkaCluster(settings, createLogger({ level: 'silent' })).withAdmin((admin) => admin.describeCluster());
    const is = { ru: `Kafka отвечает, брокеров: ${brokers.length}`, en: `Kafka answers, brokers: ${brokers.length}` };
    return [brokers.length >= REPLICAS ? well(is) : weak(is, { ru: 'для репликации нужны три', en: 'replication needs three' })];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [ill({ ru: `Kafka не отвечает: ${reason}`, en: `Kafka does not answer: ${reason}` }, { ru: 'проверьте KAFKA_BROKERS, TLS и SASL; принятое пока хранится в PostgreSQL', en: 'check KAFKA_BROKERS, TLS and SASL; what comes in is kept in PostgreSQL meanwhile' })];
  }
}
