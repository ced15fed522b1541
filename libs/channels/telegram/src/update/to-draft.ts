import type { ContactDraft } from '@tributary/channel';
import { type Context } from './context.js';
import { eventDraft } from './event-draft.js';
import { messageDraft } from '../message/message-draft.js';
import { readUpdate } from './read-update.js';

/**
 * One update to its contact. Everything that comes is one: what is no lead carries the reason.
 * @param bytes  JSON of an Update, kept as the contact's raw part
 * @throws PayloadError  not understood: quarantine, never retried
 */
export function toDraft(bytes: Uint8Array, context: Context): ContactDraft {
  const update = readUpdate(bytes);
  const draft = 'message' in update ? messageDraft(update.id, update.kind, update.message, context) : eventDraft(update.id, update.kind, update.event, context);
  const raw = { mediaType: 'application/json', bytes, origin: { receivedAt: context.receivedAt.toISOString() } };
  if (!draft.wanted || draft.wanted.length === 0) return { ...draft.contact, raw };
  const followUps = draft.wanted.map(({ key, fileId }) => ({
    key,
    value: JSON.stringify({ fileId, receivedAt: context.receivedAt.toISOString(), update: Buffer.from(bytes).toString() }),
  }));
  return { ...draft.contact, raw, followUps };
}

/** A contact before its raw part, and the files that are still to be fetched for it. */
export interface Understood {
  readonly contact: Omit<ContactDraft, 'raw'>;
  readonly wanted?: readonly { readonly key: string; readonly fileId: string }[];
}
