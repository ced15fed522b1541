import type { Gap, ParseTools, PullSession } from '@tributary/channel';
import type { EmailSettings } from '../settings.js';
import { MAX_BATCH_BYTES, splitBatches } from './batches.js';
import type { ByteBudget } from './byte-budget.js';
import { fetchBatch, type FolderIdentity } from './fetch-batch.js';
import type { Mailbox, MailHead } from './mailbox.js';
import type { ToContacts } from './origin.js';
import type { Suspects } from './suspects.js';
import { splitSubmissions } from './submissions.js';
import { understand } from './understand.js';

/** What the reader needs of the host: a session's, or a job's. */
export type ReadingSession = Pick<PullSession<EmailSettings>, 'account' | 'signal' | 'store' | 'submit'>;

/** How what is read is stored. */
export interface Way {
  readonly lane: 'live' | 'bulk';
  readonly gap?: Gap | undefined;
}

/** What reading a folder needs, the same for live mail, the first fetch and jobs. */
export interface ReaderDeps<Session extends ReadingSession = PullSession<EmailSettings>> {
  readonly session: Session;
  readonly toContacts: ToContacts;
  /** Shared by all mailboxes of the process. */
  readonly budget: ByteBudget;
  readonly suspects: Suspects;
}

/** Fetches, understands and submits mails of the open folder, batch by batch. */
export class FolderReader {
  constructor(
    private readonly deps: ReaderDeps<ReadingSession>,
    readonly folder: string,
    private readonly sent: boolean,
  ) {}

  /**
   * @param heads  in the order in which they are to be stored
   * @param checkpoint  what to store with a batch, given its mails
   */
  async read(
    mailbox: Mailbox,
    uidValidity: string,
    heads: readonly MailHead[],
    way: Way,
    checkpoint: (batch: readonly MailHead[]) => { scope: string; value: string } | undefined,
  ): Promise<void> {
    const { session, suspects } = this.deps;
    const identity = { folder: this.folder, uidValidity, sent: this.sent, key: `${session.account.id}/${uidValidity}/${this.folder}` };
    for (const batch of splitBatches(heads, ({ uid }) => suspects.wayOf(identity.key, uid) !== 'together')) {
      session.signal.throwIfAborted();
      await this.readBatch(mailbox, identity, batch, way, checkpoint);
    }
  }

  private async readBatch(
    mailbox: Mailbox,
    identity: FolderIdentity,
    batch: readonly MailHead[],
    way: Way,
    checkpoint: (batch: readonly MailHead[]) => { scope: string; value: string } | undefined,
  ): Promise<void> {
    const { session, toContacts, budget, suspects } = this.deps;
    const maxMailBytes = session.account.settings.maxMailMegabytes * 1024 * 1024;
    const release = await budget.take(roomFor(batch, maxMailBytes), session.signal);
    try {
      const { mails, unreadable } = await fetchBatch(mailbox, identity, batch, suspects, { maxMailBytes });
      const { contacts, quarantine } = await understand(mails, toContacts, session as ParseTools<EmailSettings>);
      const submissions = splitSubmissions(contacts, [...quarantine, ...unreadable]);
      for (const submission of submissions.slice(0, -1)) await session.submit({ ...submission, ...way });
      // The checkpoint moves with the last part of the batch, when the others are stored.
      await session.submit({ contacts: [], ...submissions.at(-1), checkpoint: checkpoint(batch), ...way });
    } finally {
      release();
    }
  }
}

/** An outline is small, and a stated size of 0 says nothing. */
function roomFor(batch: readonly MailHead[], maxMailBytes: number): number {
  return batch.reduce((sum, { sizeBytes }) => sum + (sizeBytes === 0 || sizeBytes > maxMailBytes ? MAX_BATCH_BYTES / 4 : sizeBytes), 0);
}
