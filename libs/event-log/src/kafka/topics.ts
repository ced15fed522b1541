import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { Backoff } from '../backoff.js';
import { TOPICS, type Topic } from '../port.js';
import { KEEP_MS } from '../postgres/retention.js';
import { inspectBrokers } from './broker-settings.js';
import { ConfigResourceTypes } from './client.js';
import type { KafkaCluster } from './cluster.js';

/** Keys are spread by murmur2 modulo this: changed in place, a key's records would no longer keep their order. */
export const PARTITIONS = 12;
const REPLICATION = 3;
const MIN_IN_SYNC = 2;
const COMPRESSION = 'uncompressed';
const RETENTION_MS = KEEP_MS;
/** A busy broker may take some time to hear of a topic that was made, and until its partitions have leaders. */
const APPEAR_MS = 10_000;

export interface TopicPlan {
  readonly topics?: readonly Topic[];
  readonly partitions?: number;
}

/**
 * Makes the topics that don't exist and looks at those that do. Replication is 3 where there are 3 brokers, with 2 in
 * sync; records are kept 14 days, of accounts' status the latest of each.
 * @returns warnings: what is weaker than production should be, and stays as it is
 */
export async function ensureTopics(cluster: KafkaCluster, { topics = Object.values(TOPICS), partitions = PARTITIONS }: TopicPlan = {}): Promise<string[]> {
  return cluster.withAdmin(async (admin) => {
    const { brokers } = await admin.describeCluster();
    const replicas = Math.min(REPLICATION, brokers.length);
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !existing.has(cluster.topicName(topic)));
    // Another process may be first: that is no error.
    if (missing.length > 0) {
      await admin.createTopics({
        waitForLeaders: false,
        topics: missing.map((topic) => ({
          topic: cluster.topicName(topic),
          numPartitions: partitions,
          replicationFactor: replicas,
          configEntries: Object.entries(wanted(topic, replicas)).map(([name, value]) => ({ name, value })),
        })),
      });
    }
    const ours = new Map(topics.map((topic) => [cluster.topicName(topic), topic]));
    const found = await appeared(() => inspect(admin, ours, partitions));
    return [...found, ...(await inspectBrokers(admin, brokers))];
  });
}

/** kafkajs gives up at once when a broker doesn't know a topic yet. */
async function appeared<T>(look: () => Promise<T>): Promise<T> {
  const pauses = new Backoff(50, 500);
  const deadline = performance.now() + APPEAR_MS;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (!isAbsent(error) || performance.now() > deadline) throw error;
    }
    await delay(pauses.nextMs());
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'type' in error && ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE'].includes(String(error.type));
}

function wanted(topic: Topic, replicas: number): Record<string, string> {
  return {
    'cleanup.policy': policyOf(topic),
    'retention.ms': String(RETENTION_MS),
    'min.insync.replicas': String(replicas === REPLICATION ? MIN_IN_SYNC : 1),
    // kafkajs reads no snappy, lz4 or zstd: what outside clients compress, the broker writes plain.
    'compression.type': COMPRESSION,
    // The time of appending to the log is the message's time.
    'message.timestamp.type': 'CreateTime',
  };
}

function policyOf(topic: Topic): string {
  return topic === TOPICS.status ? 'compact' : 'delete';
}

async function inspect(admin: Admin, topics: ReadonlyMap<string, Topic>, partitions: number): Promise<string[]> {
  const names = [...topics.keys()];
  const metadata = await admin.fetchTopicMetadata({ topics: names });
  // Without the right to see settings everything works all the same: whoever may not look is told so, once.
  const described = await admin
    .describeConfigs({ includeSynonyms: false, resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })) })
    .catch((error: unknown) => {
      if ((error as { type?: string }).type !== 'TOPIC_AUTHORIZATION_FAILED') throw error;
      return undefined;
    });
  if (!described) return ['settings of topics can\'t be looked at: the user has no right DescribeConfigs'];
  const { resources } = described;
  return metadata.topics.flatMap(({ name, partitions: found }) => {
    const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    const config = Object.fromEntries(entries.map((entry) => [entry.configName, entry.configValue]));
    const faults = weaknesses(topics.get(name)!, {
      partitions: found.length,
      replicas: Math.min(...found.map(({ replicas }) => replicas.length)),
      config,
    }, partitions);
    return faults.map((fault) => `${name}: ${fault}`);
  });
}

/** Broker's ways of writing that kafkajs can read, whatever came. */
const READABLE = [COMPRESSION, 'gzip'];

export interface TopicFacts {
  readonly partitions: number;
  readonly replicas: number;
  readonly config: Readonly<Record<string, string>>;
}

/** What of a topic is weaker than, or other than, production wants. */
export function weaknesses(topic: Topic, { partitions, replicas, config }: TopicFacts, planned = PARTITIONS): string[] {
  const policy = config['cleanup.policy'];
  const inSync = Number(config['min.insync.replicas']);
  const retentionMs = Number(config['retention.ms']);
  return [
    partitions !== planned && `${partitions} partitions instead of ${planned}`,
    replicas < REPLICATION && `replication ${replicas} instead of ${REPLICATION}`,
    inSync < MIN_IN_SYNC && `min.insync.replicas ${inSync} instead of ${MIN_IN_SYNC}`,
    config['unclean.leader.election.enable'] === 'true' && 'unclean.leader.election.enable loses acknowledged records',
    !READABLE.includes(config['compression.type'] ?? '') && `compression.type ${config['compression.type']}: what other clients compress may be unreadable`,
    policy !== policyOf(topic) && `cleanup.policy ${policy} instead of ${policyOf(topic)}`,
    policy === 'delete' && retentionMs !== RETENTION_MS && `retention.ms ${retentionMs} instead of ${RETENTION_MS}`,
    Number(config['max.message.bytes']) < 1024 * 1024 && 'max.message.bytes below 1 MiB',
  ].filter((fault) => fault !== false);
}
