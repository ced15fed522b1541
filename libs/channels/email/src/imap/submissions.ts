import { type ContactDraft, MAX_BATCH_BYTES, type PullQuarantine } from '@tributary/channel';

export interface Submission {
  readonly contacts: readonly ContactDraft[];
  readonly quarantine: readonly PullQuarantine[];
}

/** Cuts what a batch of mails yielded so that the host takes each part: several contacts of one large mail count its bytes several times. Pure. */
export function splitSubmissions(contacts: readonly ContactDraft[], quarantine: readonly PullQuarantine[]): Submission[] {
  const submissions: { contacts: ContactDraft[]; quarantine: PullQuarantine[] }[] = [];
  let roomBytes = 0;
  const place = (bytes: number) => {
    if (submissions.length === 0 || bytes > roomBytes) {
      submissions.push({ contacts: [], quarantine: [] });
      roomBytes = MAX_BATCH_BYTES;
    }
    roomBytes -= bytes;
    return submissions.at(-1)!;
  };
  for (const contact of contacts) place(contact.raw.bytes.byteLength).contacts.push(contact);
  for (const part of quarantine) place(part.bytes.byteLength).quarantine.push(part);
  return submissions;
}
