import { type ContactDraft, PayloadError, type PullQuarantine } from '@tributary/channel';
import type { Context } from '../update/context.js';
import { toDraft } from '../update/to-draft.js';

/** Each update by itself: one that is not understood is put aside with its bytes. */
export function understand(updates: readonly Uint8Array[], context: Context): { readonly contacts: ContactDraft[]; readonly quarantine: PullQuarantine[] } {
  const contacts: ContactDraft[] = [];
  const quarantine: PullQuarantine[] = [];
  for (const bytes of updates) {
    try {
      contacts.push(toDraft(bytes, context));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const origin = { receivedAt: context.receivedAt.toISOString() };
      const isUnknown = error instanceof PayloadError;
      quarantine.push({ mediaType: 'application/json', bytes, origin, code: isUnknown ? 'not-understood' : 'parser-failed', detail: isUnknown ? error.message : error.name });
    }
  }
  return { contacts, quarantine };
}

/** Id of an update, whatever else it holds; undefined for what has none. */
export function idOf(bytes: Uint8Array): number | undefined {
  const update: unknown = JSON.parse(Buffer.from(bytes).toString());
  const id = typeof update === 'object' && update !== null ? (update as { update_id?: unknown }).update_id : undefined;
  return Number.isSafeInteger(id) ? (id as number) : undefined;
}
