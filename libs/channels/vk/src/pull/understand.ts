import { type ContactDraft, PayloadError, type PullQuarantine } from '@tributary/channel';
import { type AccountFacts, contextOf } from '../event/context.js';
import { toDraft } from '../event/to-draft.js';
import { readWanted } from '../parts.js';
import type { Names } from './names.js';

export interface Understanding {
  readonly contacts: ContactDraft[];
  readonly quarantine: PullQuarantine[];
}

/** Each event by itself: one that is not understood is put aside with its bytes. Names come along, as far as VK gives them soon. */
export async function understand(events: readonly Uint8Array[], account: AccountFacts, names: Names): Promise<Understanding> {
  const receivedAt = new Date();
  const first = read(events, account, receivedAt, new Map());
  const wanted = first.contacts.flatMap(({ followUps = [] }) => followUps.map(({ value }) => readWanted(value).want).flatMap((want) => (want.kind === 'name' ? [want.userId] : [])));
  if (wanted.length === 0) return first;
  return read(events, account, receivedAt, await names.soon(wanted));
}

function read(events: readonly Uint8Array[], account: AccountFacts, receivedAt: Date, names: ReadonlyMap<number, string>): Understanding {
  const contacts: ContactDraft[] = [];
  const quarantine: PullQuarantine[] = [];
  for (const bytes of events) {
    try {
      contacts.push(toDraft(bytes, contextOf(account, receivedAt, names)));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const isUnknown = error instanceof PayloadError;
      quarantine.push({ mediaType: 'application/json', bytes, origin: { receivedAt: receivedAt.toISOString() }, code: isUnknown ? 'not-understood' : 'parser-failed', detail: isUnknown ? error.message : error.name });
    }
  }
  return { contacts, quarantine };
}
