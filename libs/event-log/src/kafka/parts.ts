import type { KafkaMessage } from 'kafkajs';

/** What one fetch brought of one partition, and how far it is taken. */
export interface Part {
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
  taken: number;
}

/** A message that was taken, and the part it came from. */
export interface Taken<P extends Part = Part> {
  readonly part: P;
  readonly message: KafkaMessage;
}

/**
 * Takes the oldest messages of all parts, so that a batch of many partitions comes about as the log has it; within a
 * part in its own order, whatever the times. At least one, if there is any, then up to so many and so many bytes.
 */
export function takeOldest<P extends Part>(parts: readonly P[], maxMessages: number, maxBytes: number): Taken<P>[] {
  const taken: Taken<P>[] = [];
  let bytes = 0;
  while (taken.length < maxMessages && bytes < maxBytes) {
    const part = oldestOf(parts);
    const message = part?.messages[part.taken];
    if (!part || !message) break;
    part.taken += 1;
    taken.push({ part, message });
    bytes += message.value?.length ?? 0;
  }
  return taken;
}

export function isSpent({ messages, taken }: Part): boolean {
  return taken >= messages.length;
}

function oldestOf<P extends Part>(parts: readonly P[]): P | undefined {
  let oldest: P | undefined;
  let oldestMs = Infinity;
  for (const part of parts) {
    const message = part.messages[part.taken];
    if (!message) continue;
    const timeMs = Number(message.timestamp);
    if (oldest && timeMs >= oldestMs) continue;
    oldest = part;
    oldestMs = timeMs;
  }
  return oldest;
}
