import type { Message } from 'kafkajs';

/** What a message takes in a request besides key, value and headers' texts. */
const OVERHEAD_BYTES = 300;

/** Runs of messages, in order, none larger than so much unless it is one message. */
export function chunksOf(messages: readonly Message[], maxBytes: number): Message[][] {
  const chunks: Message[][] = [];
  let room = 0;
  for (const message of messages) {
    const size = sizeBytes(message);
    if (size > room) {
      chunks.push([]);
      room = maxBytes;
    }
    chunks.at(-1)?.push(message);
    room -= size;
  }
  return chunks;
}

function sizeBytes({ key, value, headers }: Message): number {
  const texts = Object.values(headers ?? {}).map((text) => Buffer.byteLength(text as string));
  return OVERHEAD_BYTES + Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? '') + texts.reduce((sum, bytes) => sum + bytes, 0);
}
