import type { MailHead } from './mailbox.js';

/** What is fetched and stored at once: enough to save round trips, little enough to hold in memory. */
export const MAX_BATCH_MAILS = 50;
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/** A mail up to this size is fetched with others in one command, a larger one alone and in pieces. */
export const LARGE_MAIL_BYTES = 2 * 1024 * 1024;

/** Cuts a list of mails, in its order, into batches; a large mail, or one that `alone` names, is a batch by itself. Pure. */
export function splitBatches(heads: readonly MailHead[], alone: (head: MailHead) => boolean = () => false): MailHead[][] {
  const batches: MailHead[][] = [];
  let open: MailHead[] = [];
  let openBytes = 0;
  for (const head of heads) {
    const single = head.sizeBytes > LARGE_MAIL_BYTES || alone(head);
    if (single || open.length >= MAX_BATCH_MAILS || openBytes + head.sizeBytes > MAX_BATCH_BYTES) {
      if (open.length > 0) batches.push(open);
      open = [];
      openBytes = 0;
    }
    if (single) batches.push([head]);
    else {
      open.push(head);
      openBytes += head.sizeBytes;
    }
  }
  return open.length > 0 ? [...batches, open] : batches;
}
