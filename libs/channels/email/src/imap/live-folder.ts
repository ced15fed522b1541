import type { Gap } from '@tributary/channel';
import { decodeFirstFetch, decodeFolder, encodeFirstFetch, encodeFolder, firstFetchScope, type FolderCheckpoint, liveScope } from './checkpoint.js';
import { FolderReader, type ReaderDeps, type Way } from './folder-reader.js';
import type { FolderState, Mailbox, MailHead } from './mailbox.js';

/** UIDs below the checkpoint that are looked at again after every connect: some servers hand out a UID late. */
const OVERLAP_UIDS = 50;
/** When the server counts anew, mail is read again from so long before the newest that was stored. */
const OVERLAP_MS = 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const HEADS_AT_ONCE = 500;

/** Follows one folder: everything that arrives after the first sight of it, each mail once, read or not. */
export class LiveFolder {
  private readonly reader: FolderReader;
  private readonly lane: 'live' | 'bulk';
  private checkpoint: FolderCheckpoint | undefined;
  private announced = false;
  private gap: Gap | undefined;
  private openIn: { mailbox: Mailbox; atMs: number } | undefined;

  constructor(
    private readonly deps: ReaderDeps,
    readonly folder: string,
    readonly sent: boolean,
    private readonly reopenMs: number,
  ) {
    this.reader = new FolderReader(deps, folder, sent);
    // What we sent ourselves is history: nobody waits for it.
    this.lane = sent ? 'bulk' : 'live';
  }

  /** Stores everything that is new. Opens the folder when this connection hasn't, or long ago. */
  async catchUp(mailbox: Mailbox): Promise<void> {
    try {
      if (!this.isOpenIn(mailbox)) await this.open(mailbox);
      const { lastUid, uidValidity } = this.known();
      const heads = await mailbox.heads(lastUid + 1);
      await this.announce(heads.length);
      await this.reader.read(mailbox, uidValidity, heads, this.way, (batch) => this.after(batch));
      await this.gap?.filled();
      this.gap = undefined;
    } catch (error) {
      // What was not stored must not be believed: the next time begins from the stored checkpoint.
      this.openIn = undefined;
      throw error;
    }
    this.deps.session.cycleDone();
  }

  /** What came before this session is told before it is read; what comes later is simply new. */
  private async announce(count: number): Promise<void> {
    if (!this.announced) this.gap = await this.deps.session.behind?.(count);
    this.announced = true;
  }

  private get way(): Way {
    return { lane: this.lane, gap: this.gap };
  }

  private isOpenIn(mailbox: Mailbox): boolean {
    return this.openIn?.mailbox === mailbox && mailbox.openFolder === this.folder && Date.now() - this.openIn.atMs <= this.reopenMs;
  }

  private async open(mailbox: Mailbox): Promise<void> {
    const state = await mailbox.examine(this.folder);
    this.checkpoint = decodeFolder(await this.deps.session.checkpoint(liveScope(this.folder)));
    if (!this.checkpoint) await this.begin(mailbox, state);
    else if (this.checkpoint.uidValidity !== state.uidValidity) await this.beginAnew(mailbox, state, this.checkpoint);
    else await this.lookBack(mailbox, this.checkpoint);
    this.openIn = { mailbox, atMs: Date.now() };
  }

  /** First sight: what is there belongs to the first fetch, what comes is live. The order of the two makes a crash between harmless. */
  private async begin(mailbox: Mailbox, state: FolderState): Promise<void> {
    const { session } = this.deps;
    const scope = firstFetchScope(this.folder);
    let first = decodeFirstFetch(await session.checkpoint(scope));
    if (first?.uidValidity !== state.uidValidity) {
      const days = session.account.settings.firstFetchDays;
      const since = days === null ? null : new Date(Math.max(0, Date.now() - days * DAY_MS));
      first = { uidValidity: state.uidValidity, topUid: state.uidNext - 1, belowUid: state.uidNext, since, done: days === 0 };
      await session.submit({ contacts: [], checkpoint: { scope, value: encodeFirstFetch(first) }, lane: 'bulk' });
    }
    const { topUid } = first;
    const recent = (await mailbox.heads(Math.max(1, topUid - OVERLAP_UIDS))).filter(({ uid }) => uid <= topUid);
    const newest = recent.at(-1)?.internalDate ?? new Date(0);
    const checkpoint = { uidValidity: state.uidValidity, lastUid: topUid, seenAt: newest, startedAt: newest, recentUids: recent.map(({ uid }) => uid) };
    await this.move(checkpoint);
  }

  /** Every UID we know is void: reads again what arrived since, which repeats mails and changes nothing. */
  private async beginAnew(mailbox: Mailbox, state: FolderState, old: FolderCheckpoint): Promise<void> {
    const from = new Date(Math.max(old.startedAt.getTime(), old.seenAt.getTime() - OVERLAP_MS));
    // SEARCH knows days only, of a clock that may be elsewhere.
    const uids = await mailbox.arrivedSince(new Date(Math.max(0, from.getTime() - DAY_MS)), state.uidNext - 1);
    let seenAt = old.seenAt;
    for (let begin = 0; begin < uids.length; begin += HEADS_AT_ONCE) {
      const heads = await mailbox.headsOf(uids.slice(begin, begin + HEADS_AT_ONCE));
      const wanted = heads.filter(({ internalDate }) => internalDate >= from);
      await this.reader.read(mailbox, state.uidValidity, wanted, this.way, () => undefined);
      seenAt = latest(seenAt, wanted);
    }
    await this.move({ ...old, uidValidity: state.uidValidity, lastUid: state.uidNext - 1, seenAt, recentUids: uids.slice(-OVERLAP_UIDS) });
  }

  /** UIDs that appeared below the checkpoint. */
  private async lookBack(mailbox: Mailbox, { lastUid, uidValidity, recentUids }: FolderCheckpoint): Promise<void> {
    const from = Math.max(1, lastUid - OVERLAP_UIDS + 1);
    const late = (await mailbox.heads(from)).filter(({ uid }) => uid <= lastUid && !recentUids.includes(uid) && uid > (recentUids[0] ?? lastUid));
    await this.reader.read(mailbox, uidValidity, late, this.way, (batch) => this.after(batch));
  }

  /** The checkpoint with this batch in it. */
  private after(batch: readonly MailHead[]): { scope: string; value: string } {
    const old = this.known();
    const recentUids = [...old.recentUids, ...batch.map(({ uid }) => uid)].sort((a, b) => a - b).slice(-OVERLAP_UIDS);
    this.checkpoint = { ...old, lastUid: Math.max(old.lastUid, ...batch.map(({ uid }) => uid)), seenAt: latest(old.seenAt, batch), recentUids };
    return { scope: liveScope(this.folder), value: encodeFolder(this.checkpoint) };
  }

  private async move(checkpoint: FolderCheckpoint): Promise<void> {
    await this.deps.session.submit({ contacts: [], checkpoint: { scope: liveScope(this.folder), value: encodeFolder(checkpoint) }, lane: this.lane });
    this.checkpoint = checkpoint;
  }

  private known(): FolderCheckpoint {
    if (!this.checkpoint) throw new Error(`folder ${this.folder} was not opened`);
    return this.checkpoint;
  }
}

function latest(date: Date, heads: readonly MailHead[]): Date {
  return heads.reduce((newest, { internalDate }) => (internalDate > newest ? internalDate : newest), date);
}
