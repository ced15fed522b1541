import { type ContactDraft, PayloadError } from '../channel.js';
import type { PullQuarantine } from '../pull.js';

/** What became of the payloads of a batch. */
export interface Understanding {
  readonly contacts: ContactDraft[];
  readonly quarantine: PullQuarantine[];
}

/** Each JSON payload by itself: one that is not understood is put aside with its bytes, and the time at which it came as `receivedAt` of its origin. */
export function understandEach(payloads: readonly Uint8Array[], receivedAt: Date, toDraft: (bytes: Uint8Array) => ContactDraft): Understanding {
  const contacts: ContactDraft[] = [];
  const quarantine: PullQuarantine[] = [];
  for (const bytes of payloads) {
    try {
      contacts.push(toDraft(bytes));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const isUnknown = error instanceof PayloadError;
      quarantine.push({
        mediaType: 'application/json',
        bytes,
        origin: { receivedAt: receivedAt.toISOString() },
        code: isUnknown ? 'not-understood' : 'parser-failed',
        // What a parser says of its own failure may quote the customer.
        detail: isUnknown ? error.message : error.name,
      });
    }
  }
  return { contacts, quarantine };
}
