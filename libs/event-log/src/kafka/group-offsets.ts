import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Consumer } from 'kafkajs';
import { Backoff } from '../backoff.js';
import type { Subscription, Topic } from '../port.js';
import { assigner } from './assigner.js';
import type { KafkaCluster } from './cluster.js';
import { CONSUMER_CONFIG } from './membership-times.js';

interface PartitionOffset {
  readonly partition: number;
  readonly offset: string;
}

const MOST_TRIES = 10;

/**
 * Sets a group's offsets, whether it has members or not. Kafka takes offsets of a group with members from its members
 * only; so we join as one that gets every partition, commit, and leave: the others fetch the new offsets when they get
 * their partitions back. What they handled meanwhile can't be committed any more.
 */
export class GroupOffsets {
  constructor(private readonly cluster: KafkaCluster) {}

  /** Commits where a new group begins, so that it begins there after any crash, and even if nothing comes until then. */
  async begin(group: string, topic: Topic, from: Subscription['from']): Promise<void> {
    // Without an offset Kafka begins at the earliest anyway.
    if (from === undefined || from === 'earliest') return;
    const isNew = async (admin: Admin): Promise<ReadonlySet<number>> => {
      const offsets = await this.committed(admin, group, topic);
      return new Set(offsets.filter(({ offset }) => Number(offset) < 0).map(({ partition }) => partition));
    };
    if ((await this.cluster.withAdmin(isNew)).size === 0) return;
    await this.move(group, topic, async (admin) => {
      const unset = await isNew(admin);
      return (await this.find(admin, topic, from)).filter(({ partition }) => unset.has(partition));
    });
  }

  async rewind(group: string, topic: Topic, from: Date): Promise<void> {
    await this.move(group, topic, (admin) => this.find(admin, topic, from));
  }

  private async committed(admin: Admin, group: string, topic: Topic): Promise<PartitionOffset[]> {
    const [offsets] = await admin.fetchOffsets({ groupId: this.cluster.groupId(group, topic), topics: [this.cluster.topicName(topic)] });
    return offsets?.partitions ?? [];
  }

  private find(admin: Admin, topic: Topic, from: Date | 'latest'): Promise<PartitionOffset[]> {
    const name = this.cluster.topicName(topic);
    return from === 'latest' ? admin.fetchTopicOffsets(name) : admin.fetchTopicOffsetsByTimestamp(name, from.getTime());
  }

  private async move(group: string, topic: Topic, offsetsOf: (admin: Admin) => Promise<PartitionOffset[]>): Promise<void> {
    const pauses = new Backoff(100, 2_000);
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.cluster.withAdmin((admin) => this.commitAlone(group, topic, () => offsetsOf(admin)));
      } catch (error) {
        if (tries === MOST_TRIES) throw error;
        await delay(pauses.nextMs());
      }
    }
  }

  private async commitAlone(group: string, topic: Topic, offsetsOf: () => Promise<PartitionOffset[]>): Promise<void> {
    const groupId = this.cluster.groupId(group, topic);
    const name = this.cluster.topicName(topic);
    const consumer = this.cluster.client.consumer({ ...CONSUMER_CONFIG, groupId, partitionAssigners: [assigner('sole')] });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    try {
      const assigned = await join(consumer, name, () => held);
      const offsets = await offsetsOf();
      const others = offsets.filter(({ partition }) => !assigned.has(partition));
      if (others.length > 0) throw new Error(`${others.length} partitions of ${name} are with another member that sets offsets of ${groupId}`);
      await commit(consumer, name, offsets);
    } finally {
      release();
      await consumer.disconnect();
    }
  }
}

/** @returns partitions that were assigned; nothing of them is handled */
async function join(consumer: Consumer, topic: string, hold: () => Promise<void>): Promise<ReadonlySet<number>> {
  let assigned: readonly number[] | undefined;
  let crash: Error | undefined;
  consumer.on('consumer.group_join', ({ payload }) => {
    assigned = payload.memberAssignment[topic] ?? [];
  });
  consumer.on('consumer.crash', ({ payload }) => {
    crash = payload.error;
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: hold });
  if (!assigned) throw new Error('could not join the group', { cause: crash });
  return new Set(assigned);
}

/** kafkajs says nothing when it does not commit because it lost its membership; so we wait for the event. */
async function commit(consumer: Consumer, topic: string, offsets: readonly PartitionOffset[]): Promise<void> {
  if (offsets.length === 0) return;
  let committed = false;
  consumer.on('consumer.commit_offsets', () => {
    committed = true;
  });
  await consumer.commitOffsets(offsets.map(({ partition, offset }) => ({ topic, partition, offset })));
  if (!committed) throw new Error('the offsets were not committed');
}
