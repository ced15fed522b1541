import { understandEach, type Understanding } from '@tributary/channel';
import type { Context } from '../update/context.js';
import { toDraft } from '../update/to-draft.js';

export function understand(updates: readonly Uint8Array[], context: Context): Understanding {
  return understandEach(updates, context.receivedAt, (bytes) => toDraft(bytes, context));
}

/** Id of an update, whatever else it holds; undefined for what has none. */
export function idOf(bytes: Uint8Array): number | undefined {
  const update: unknown = JSON.parse(Buffer.from(bytes).toString());
  const id = typeof update === 'object' && update !== null ? (update as { update_id?: unknown }).update_id : undefined;
  return Number.isSafeInteger(id) ? (id as number) : undefined;
}
