/** How far a folder was read. UIDs hold within one UIDVALIDITY only. */
export interface FolderCheckpoint {
  readonly uidValidity: string;
  /** Every mail up to this UID is stored, or was there before the account was. */
  readonly lastUid: number;
  /** Newest arrival time that was stored: from where to read again when the server counts anew. */
  readonly seenAt: Date;
  /** Newest arrival time at first sight: what is older belongs to the first fetch. */
  readonly startedAt: Date;
  /** The newest UIDs up to `lastUid`, ascending: one that is missing here appeared late. */
  readonly recentUids: readonly number[];
}

/** How far the first fetch of a folder has come, newest mail first. */
export interface FirstFetchCheckpoint {
  readonly uidValidity: string;
  /** Newest UID that the first fetch covers; what came later is live. */
  readonly topUid: number;
  /** UIDs from here up are stored; `topUid + 1` at the beginning. */
  readonly belowUid: number;
  /** Oldest arrival time to fetch; null for all. */
  readonly since: Date | null;
  readonly done: boolean;
}

export function liveScope(folder: string): string {
  return `live:${folder}`;
}

export function firstFetchScope(folder: string): string {
  return `first:${folder}`;
}

export function encodeFolder({ uidValidity, lastUid, seenAt, startedAt, recentUids }: FolderCheckpoint): string {
  return JSON.stringify({ uidValidity, lastUid, seenAt: seenAt.toISOString(), startedAt: startedAt.toISOString(), recentUids });
}

/** @returns undefined when nothing is stored, or it can't be read: then the folder is new */
export function decodeFolder(value: string | undefined): FolderCheckpoint | undefined {
  const { uidValidity, lastUid, seenAt, startedAt, recentUids } = fields(value);
  const dates = [new Date(String(seenAt)), new Date(String(startedAt))] as const;
  if (typeof uidValidity !== 'string' || !isUid(lastUid) || dates.some((date) => Number.isNaN(date.getTime()))) return undefined;
  if (!Array.isArray(recentUids) || !recentUids.every(isUid)) return undefined;
  return { uidValidity, lastUid, seenAt: dates[0], startedAt: dates[1], recentUids };
}

export function encodeFirstFetch({ uidValidity, topUid, belowUid, since, done }: FirstFetchCheckpoint): string {
  return JSON.stringify({ uidValidity, topUid, belowUid, since: since?.toISOString() ?? null, done });
}

export function decodeFirstFetch(value: string | undefined): FirstFetchCheckpoint | undefined {
  const { uidValidity, topUid, belowUid, since, done } = fields(value);
  const date = since === null ? null : new Date(String(since));
  if (typeof uidValidity !== 'string' || !isUid(topUid) || !isUid(belowUid) || typeof done !== 'boolean') return undefined;
  if (date && Number.isNaN(date.getTime())) return undefined;
  return { uidValidity, topUid, belowUid, since: date, done };
}

function fields(value: string | undefined): Record<string, unknown> {
  if (value === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isUid(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffff_ffff;
}
