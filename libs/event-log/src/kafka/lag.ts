import type { Admin } from 'kafkajs';
import type { Lag } from '../port.js';

/** Ages are told this exactly, or to a twentieth. */
const PRECISE_MS = 20;
const MOST_MS = 30 * 24 * 60 * 60 * 1000;

/** How far a group is behind in a topic, by admin requests alone. */
export async function lagOf(admin: Admin, groupId: string, topic: string): Promise<Lag> {
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const next = new Map(committed?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
  const ends = await admin.fetchTopicOffsets(topic);
  let records = 0n;
  for (const { partition, low, high } of ends) {
    // Negative: none was committed. Below the earliest: the retention was faster.
    const at = max(next.get(partition) ?? 0n, BigInt(low));
    next.set(partition, at);
    records += max(BigInt(high) - at, 0n);
  }
  if (records === 0n) return { records: 0, oldestMs: 0 };
  return { records: Number(records), oldestMs: await oldestMs((ageMs) => olderUnread(admin, topic, next, ageMs)) };
}

/** Whether a record that is not read yet is older than so much: the first that is younger stands behind it. */
async function olderUnread(admin: Admin, topic: string, next: ReadonlyMap<number, bigint>, ageMs: number): Promise<boolean> {
  const younger = await admin.fetchTopicOffsetsByTimestamp(topic, Date.now() - Math.round(ageMs));
  return younger.some(({ partition, offset }) => BigInt(offset) > (next.get(partition) ?? 0n));
}

/** Kafka tells an offset by time, not a time by offset: doubles the age until nothing is older, then halves the span. */
export async function oldestMs(isOlder: (ageMs: number) => Promise<boolean>): Promise<number> {
  let [least, most] = [0, PRECISE_MS];
  while (most < MOST_MS && (await isOlder(most))) [least, most] = [most, most * 2];
  while (most - least > Math.max(PRECISE_MS, most / 20)) {
    const middle = (least + most) / 2;
    if (await isOlder(middle)) least = middle;
    else most = middle;
  }
  return Math.round(most);
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
