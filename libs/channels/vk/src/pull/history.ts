import type { TimeWindow } from '@tributary/channel';
import { z } from 'zod';
import type { VkApi } from '../api/client.js';
import { messages } from '../api/methods.js';

const AT_ONCE = 200;
const dated = z.object({ date: z.int() });

export interface HistoryOptions {
  readonly api: VkApi;
  readonly groupId: number;
  readonly window: TimeWindow;
  readonly signal: AbortSignal;
}

/**
 * Messages of all conversations within a window, ours as well, each as the event by which it came or should have come; page by page,
 * the latest first. What has no readable time belongs to any window.
 */
export async function* eventsOf(options: HistoryOptions): AsyncGenerator<Uint8Array[]> {
  for await (const peerId of peersOf(options)) yield* historyOf(peerId, options);
}

/** Conversations that had a message since. */
async function* peersOf({ api, groupId, window, signal }: HistoryOptions): AsyncGenerator<number> {
  for (let offset = 0; ; offset += AT_ONCE) {
    const found = await messages.conversations(api, { group_id: groupId, offset, count: AT_ONCE }, signal);
    for (const { conversation, last_message } of found) {
      if (last_message && isBefore(last_message.date, window)) return;
      yield conversation.peer.id;
    }
    if (found.length < AT_ONCE) return;
  }
}

async function* historyOf(peerId: number, { api, groupId, window, signal }: HistoryOptions): AsyncGenerator<Uint8Array[]> {
  for (let offset = 0; ; offset += AT_ONCE) {
    const items = await messages.history(api, { group_id: groupId, peer_id: peerId, offset, count: AT_ONCE }, signal);
    yield items.filter((item) => isWithin(item, window)).map((item) => eventOf(item, groupId));
    if (items.length < AT_ONCE || items.some((item) => isBefore(dated.safeParse(item).data?.date ?? Infinity, window))) return;
  }
}

/** The event of a message of the history. */
export function eventOf(message: unknown, groupId: number): Uint8Array {
  return Buffer.from(JSON.stringify({ type: 'message_new', group_id: groupId, object: { message } }));
}

/** VK's times are whole seconds: a message of the window's first second is in it. */
function isBefore(seconds: number, { from }: TimeWindow): boolean {
  return seconds < Math.floor(from.getTime() / 1_000);
}

function isWithin(item: unknown, window: TimeWindow): boolean {
  const date = dated.safeParse(item).data?.date;
  return date === undefined || (!isBefore(date, window) && date * 1_000 < window.to.getTime());
}
