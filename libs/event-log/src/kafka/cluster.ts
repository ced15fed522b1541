import type { Admin, Kafka as KafkaClient, RetryOptions, SASLOptions } from 'kafkajs';
import type { Log } from '@tributary/platform';
import type { Topic } from '../port.js';
import { Kafka, logLevel } from './client.js';
import { logTo } from './log-creator.js';
import type { KafkaSettings } from './settings.js';

/** A few quick tries over a change of leader; what lasts longer is tried again by us, with something made anew. */
export const RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 };

/** One Kafka cluster and our names in it. Holds no connection: each producer, consumer and admin has its own. */
export class KafkaCluster {
  readonly client: KafkaClient;
  private readonly prefix: string;

  constructor(
    settings: KafkaSettings,
    readonly log: Log,
  ) {
    const { brokers, clientId, tls, sasl, prefix } = settings;
    this.prefix = prefix;
    this.client = new Kafka({
      brokers: [...brokers],
      clientId,
      ssl: tls ?? false,
      sasl: sasl as SASLOptions | undefined,
      connectionTimeout: 3_000,
      authenticationTimeout: 5_000,
      requestTimeout: 10_000,
      retry: RETRY,
      logLevel: log.isLevelEnabled('debug') ? logLevel.INFO : logLevel.WARN,
      logCreator: logTo(log),
    });
  }

  /** The topic's name in the cluster. */
  topicName(topic: Topic): string {
    return `${this.prefix}${topic}`;
  }

  /** One Kafka group a group and topic: their members' rebalances don't disturb each other. */
  groupId(group: string, topic: Topic): string {
    return `${this.prefix}${group}.${topic}`;
  }

  /** For a few requests. Fails within seconds when Kafka is away: callers are metrics, or try again by themselves. */
  async withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.client.admin({ retry: { ...RETRY, retries: 2 } });
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }
}
