import { decodeFirstFetch, encodeFirstFetch, type FirstFetchCheckpoint, firstFetchScope } from './checkpoint.js';
import { FolderReader, type ReaderDeps } from './folder-reader.js';
import type { Mailbox, MailHead } from './mailbox.js';

const DAY_MS = 24 * 3_600_000;
/** Mails of one step; between steps a connection that is shared looks after its live folders. */
const STEP_MAILS = 100;

interface Progress {
  readonly checkpoint: FirstFetchCheckpoint;
  /** UIDs that are left, newest first. */
  readonly left: number[];
}

/** Fetches what was in a folder before the account was, newest first, in the bulk lane. Begins once the folder has a checkpoint. */
export class FirstFetch {
  private readonly reader: FolderReader;
  private progress: Progress | undefined;
  private openIn: Mailbox | undefined;

  constructor(
    private readonly deps: ReaderDeps,
    readonly folder: string,
    sent: boolean,
  ) {
    this.reader = new FolderReader(deps, folder, sent);
  }

  /** Whether nothing is left to do. */
  async isDone(): Promise<boolean> {
    return decodeFirstFetch(await this.stored())?.done ?? false;
  }

  /** Does a part. @returns whether everything is fetched */
  async step(mailbox: Mailbox): Promise<boolean> {
    try {
      if (this.openIn !== mailbox || mailbox.openFolder !== this.folder || !this.progress) await this.open(mailbox);
      return await this.readNext(mailbox, this.progress!);
    } catch (error) {
      this.progress = undefined;
      throw error;
    }
  }

  private async open(mailbox: Mailbox): Promise<void> {
    const { uidValidity, uidNext } = await mailbox.examine(this.folder);
    const stored = decodeFirstFetch(await this.stored());
    if (!stored) throw new Error(`the first fetch of ${this.folder} was not begun`);
    // After a new count everything is looked at again: what is stored already stays one contact.
    const checkpoint = stored.uidValidity === uidValidity ? stored : { ...stored, uidValidity, topUid: uidNext - 1, belowUid: uidNext };
    const { since, belowUid } = checkpoint;
    // SEARCH knows days only, of a clock that may be elsewhere; what is too old is left out by its head.
    const uids = await mailbox.arrivedSince(since && new Date(Math.max(0, since.getTime() - DAY_MS)), belowUid - 1);
    this.progress = { checkpoint, left: uids.filter((uid) => uid < belowUid).sort((a, b) => b - a) };
    this.openIn = mailbox;
  }

  private async readNext(mailbox: Mailbox, { checkpoint, left }: Progress): Promise<boolean> {
    const { since, uidValidity } = checkpoint;
    const heads = (await mailbox.headsOf(left.slice(0, STEP_MAILS))).reverse();
    const wanted = heads.filter(({ internalDate }) => !since || internalDate >= since);
    await this.reader.read(mailbox, uidValidity, wanted, { lane: 'bulk' }, (batch) => this.valueOf({ ...checkpoint, belowUid: lowest(batch) }));
    left.splice(0, STEP_MAILS);
    if (left.length > 0) return false;
    await this.deps.session.submit({ contacts: [], checkpoint: this.valueOf({ ...checkpoint, belowUid: 1, done: true }), lane: 'bulk' });
    this.deps.session.cycleDone();
    return true;
  }

  private stored(): Promise<string | undefined> {
    return this.deps.session.checkpoint(firstFetchScope(this.folder));
  }

  private valueOf(checkpoint: FirstFetchCheckpoint): { scope: string; value: string } {
    return { scope: firstFetchScope(this.folder), value: encodeFirstFetch(checkpoint) };
  }
}

function lowest(batch: readonly MailHead[]): number {
  return Math.min(...batch.map(({ uid }) => uid));
}
