import type { ConnectorError, PullQuarantine } from '@tributary/channel';
import { LARGE_MAIL_BYTES } from './batches.js';
import type { Mailbox, MailHead } from './mailbox.js';
import { type FetchedMail, type MailOrigin, originToStrings } from './origin.js';
import { fetchOutline } from './outline.js';
import type { Suspects } from './suspects.js';

const PIECE_BYTES = 1024 * 1024;

/** The open folder as origins name it. */
export interface FolderIdentity {
  readonly folder: string;
  readonly uidValidity: string;
  readonly sent: boolean;
  /** Names the folder among all of the process. */
  readonly key: string;
}

export interface FetchLimits {
  /** A mail above is fetched as its outline. */
  readonly maxMailBytes: number;
}

export interface FetchedBatch {
  readonly mails: readonly FetchedMail[];
  /** The server names them and doesn't hand them out. Mails that were deleted meanwhile are in neither list. */
  readonly unreadable: readonly PullQuarantine[];
}

/** Fetches a batch in its order. A mail that breaks the connection is remembered, so that it can't do so without end. */
export async function fetchBatch(mailbox: Mailbox, identity: FolderIdentity, batch: readonly MailHead[], suspects: Suspects, limits: FetchLimits): Promise<FetchedBatch> {
  const uids = batch.map(({ uid }) => uid);
  try {
    const fetched = await fetchAll(mailbox, identity, batch, suspects, limits);
    suspects.cleared(identity.key, uids);
    return fetched;
  } catch (error) {
    const [only, ...others] = uids;
    if (only !== undefined && others.length === 0 && isTooMuch(error)) suspects.sentTooMuch(identity.key, only);
    else suspects.failed(identity.key, uids);
    throw error;
  }
}

async function fetchAll(mailbox: Mailbox, identity: FolderIdentity, batch: readonly MailHead[], suspects: Suspects, limits: FetchLimits): Promise<FetchedBatch> {
  const together = batch.length > 1 ? await sourcesOf(mailbox, batch) : new Map<number, Buffer>();
  const mails: FetchedMail[] = [];
  const unreadable: PullQuarantine[] = [];
  for (const head of batch) {
    const source = together.get(head.uid);
    const one = source?.length ? { source } : await fetchAlone(mailbox, head, suspects.wayOf(identity.key, head.uid), limits);
    if (one === 'unreadable') unreadable.push(toQuarantine(identity, head));
    else if (one) mails.push({ source: one.source, origin: { ...originOf(identity, head), ...(one.omitted ? { omitted: one.omitted } : {}) } });
  }
  return { mails, unreadable };
}

/** A command about several mails may be refused because of one: then each is tried for itself. */
async function sourcesOf(mailbox: Mailbox, batch: readonly MailHead[]): Promise<Map<number, Buffer>> {
  try {
    return await mailbox.sources(batch.map(({ uid }) => uid));
  } catch (error) {
    if (isRefusal(error)) return new Map();
    throw error;
  }
}

type Alone = { readonly source: Buffer; readonly omitted?: MailOrigin['omitted'] } | 'unreadable' | undefined;

/** @returns undefined when the mail is gone */
async function fetchAlone(mailbox: Mailbox, head: MailHead, way: ReturnType<Suspects['wayOf']>, { maxMailBytes }: FetchLimits): Promise<Alone> {
  if (way === 'unreadable') return 'unreadable';
  try {
    if (way === 'outline' || head.sizeBytes > maxMailBytes) return await fetchOutline(mailbox, head.uid);
    const source = await wholeSource(mailbox, head, maxMailBytes);
    if (source === 'too-large') return await fetchOutline(mailbox, head.uid);
    if (source?.length) return { source };
    // Nothing came. Deleted meanwhile, or there and not handed out?
    return (await mailbox.headsOf([head.uid])).length > 0 ? 'unreadable' : undefined;
  } catch (error) {
    if (isRefusal(error)) return (await mailbox.headsOf([head.uid])).length > 0 ? 'unreadable' : undefined;
    throw error;
  }
}

/** In pieces when it is large: no single literal is, and the stated size is not relied on (some servers only estimate it). */
async function wholeSource(mailbox: Mailbox, { uid, sizeBytes }: MailHead, maxMailBytes: number): Promise<Buffer | 'too-large' | undefined> {
  if (sizeBytes > 0 && sizeBytes <= LARGE_MAIL_BYTES) return (await mailbox.sources([uid])).get(uid);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const piece = await mailbox.piece(uid, bytes, PIECE_BYTES);
    if (!piece) return undefined;
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > maxMailBytes) return 'too-large';
    // A longer answer than asked comes from a server that ignores the range and has sent everything.
    if (piece.length !== PIECE_BYTES) return Buffer.concat(pieces);
  }
}

/** More bytes than imapflow was told to take, whatever size was stated before. */
function isTooMuch(error: unknown): boolean {
  const cause = (error as Partial<ConnectorError>).cause as { readonly code?: string } | undefined;
  return cause?.code === 'LiteralTooLarge' || cause?.code === 'ResponseTooLarge';
}

function isRefusal(error: unknown): boolean {
  return (error as Partial<ConnectorError>).code === 'command-refused';
}

function originOf({ folder, uidValidity, sent }: FolderIdentity, { uid, sizeBytes, internalDate, emailId }: MailHead): MailOrigin {
  return { folder, uidValidity, uid, sizeBytes, internalDate, sent, ...(emailId ? { emailId } : {}) };
}

function toQuarantine(identity: FolderIdentity, head: MailHead): PullQuarantine {
  return {
    code: 'mail-not-handed-out',
    detail: `the server lists mail ${head.uid} of ${identity.folder} and does not hand it out`,
    mediaType: 'message/rfc822',
    bytes: new Uint8Array(),
    origin: originToStrings(originOf(identity, head)),
  };
}
