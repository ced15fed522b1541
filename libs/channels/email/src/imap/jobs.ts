import type { JobSession } from '@tributary/channel';
import type { EmailSettings } from '../settings.js';
import { Connector } from './connector.js';
import { FolderReader } from './folder-reader.js';
import { ID_BYTES, type Mailbox, type MailHead } from './mailbox.js';
import type { ToContacts } from './origin.js';
import { createShared, type Shared } from './shared.js';
import { DEFAULT_TIMING, type Timing } from './timing.js';

type Session = JobSession<EmailSettings>;

export interface JobOptions {
  readonly timing?: Partial<Timing>;
  readonly shared?: Shared;
  readonly toContacts: ToContacts;
  /** The external id that `toContacts` gives a mail of this source, whose body may be cut. */
  readonly idOf: (source: Uint8Array) => string;
}

/** Mails of a folder that arrived in the window. */
interface FolderWindow {
  readonly folder: string;
  readonly sent: boolean;
  readonly uidValidity: string;
  /** Oldest first. */
  readonly heads: readonly MailHead[];
}

const DAY_MS = 24 * 3_600_000;
const HEADS_AT_ONCE = 500;
/** Their beginnings are in memory at once. */
const COMPARED_AT_ONCE = 25;

/** `backfill` and `reconcile` of a mailbox: on a connection of their own, folder by folder, all that the server took in within the window. */
export function createJobs({ toContacts, idOf, timing: changed, shared = createShared() }: JobOptions) {
  const timing = { ...DEFAULT_TIMING, ...changed };

  async function read(session: Session, choose: (mailbox: Mailbox, window: FolderWindow) => Promise<readonly MailHead[]>): Promise<void> {
    const mailbox = await connect(session, shared, timing);
    try {
      const windows: FolderWindow[] = [];
      for (const { folder, sent } of foldersOf(session)) windows.push(await lookInto(mailbox, folder, sent, session));
      await session.counted(windows.reduce((sum, { heads }) => sum + heads.length, 0));
      for (const window of windows) await readFolder(session, mailbox, window, choose);
    } finally {
      mailbox.close();
    }
  }

  async function readFolder(session: Session, mailbox: Mailbox, window: FolderWindow, choose: Parameters<typeof read>[1]): Promise<void> {
    const { folder, sent, uidValidity, heads } = window;
    const reader = new FolderReader({ session, toContacts, budget: shared.budget, suspects: shared.suspects }, folder, sent);
    for (let begin = 0; begin < heads.length; begin += COMPARED_AT_ONCE) {
      session.signal.throwIfAborted();
      if (mailbox.openFolder !== folder) await mailbox.examine(folder);
      const chosen = await choose(mailbox, { ...window, heads: heads.slice(begin, begin + COMPARED_AT_ONCE) });
      if (!session.dryRun) await reader.read(mailbox, uidValidity, chosen, { lane: 'bulk' }, () => undefined);
    }
  }

  return {
    backfill: (session: Session) => read(session, (_, { heads }) => Promise.resolve(session.dryRun ? [] : heads)),
    reconcile: (session: Session) =>
      read(session, async (mailbox, { heads }) => {
        const release = await shared.budget.take(heads.reduce((sum, { sizeBytes }) => sum + Math.min(sizeBytes, ID_BYTES), 0), session.signal);
        const missing = await missingOf(session, mailbox, heads, idOf).finally(release);
        await session.missing(missing.length);
        return missing;
      }),
  };
}

async function connect(session: Session, { servers, tokens }: Shared, timing: Timing): Promise<Mailbox> {
  const { account, signal } = session;
  const source = tokens.of(account);
  source?.keepWith((refreshToken) => session.updateSecret?.(['oauth', 'refreshToken'], refreshToken) ?? Promise.resolve());
  return new Connector(await servers.settingsOf(account, signal), source, timing, signal).connect();
}

function foldersOf({ account: { settings: { folders, sentFolder } } }: Session) {
  return [...folders.map((folder) => ({ folder, sent: false })), ...(sentFolder ? [{ folder: sentFolder, sent: true }] : [])];
}

async function lookInto(mailbox: Mailbox, folder: string, sent: boolean, { window, signal }: Session): Promise<FolderWindow> {
  const { uidValidity } = await mailbox.examine(folder);
  // SEARCH knows days only, of a clock that may be elsewhere; the rest is left out by its head.
  const [first, last] = [window.from.getTime() - DAY_MS, window.to.getTime() + 2 * DAY_MS];
  const uids = await mailbox.arrivedSince(new Date(Math.max(0, first)), undefined, new Date(Math.max(0, last)));
  const heads: MailHead[] = [];
  for (let begin = 0; begin < uids.length; begin += HEADS_AT_ONCE) {
    signal.throwIfAborted();
    heads.push(...(await mailbox.headsOf(uids.slice(begin, begin + HEADS_AT_ONCE))).filter(({ internalDate }) => isWithin(internalDate, window)));
  }
  return { folder, sent, uidValidity, heads };
}

/** A server's times are whole seconds: a mail of the window's first second is in it. */
function isWithin(date: Date, { from, to }: Session['window']): boolean {
  return date.getTime() >= Math.floor(from.getTime() / 1000) * 1000 && date < to;
}

/**
 * Compares by external id, for which the beginning of each mail is enough. A mail above the limit is kept as its outline, whose id
 * can't be told from there: it counts as missing, and fetching it again changes nothing.
 */
async function missingOf(session: Session, mailbox: Mailbox, heads: readonly MailHead[], idOf: (source: Uint8Array) => string): Promise<readonly MailHead[]> {
  const maxMailBytes = session.account.settings.maxMailMegabytes * 1024 * 1024;
  const beginnings = await mailbox.beginnings(heads.filter(({ sizeBytes }) => sizeBytes <= maxMailBytes).map(({ uid }) => uid));
  const ids = new Map([...beginnings].map(([uid, source]) => [uid, idOf(source)]));
  const known = await session.known([...new Set(ids.values())]);
  return heads.filter(({ uid }) => !known.has(ids.get(uid) ?? ''));
}
