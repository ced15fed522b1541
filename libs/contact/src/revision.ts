/** Whether a snapshot is news: there is none yet, or its revision is higher. Lower and equal ones change nothing. */
export function shouldApply(storedRevision: number | undefined, incomingRevision: number): boolean {
  return storedRevision === undefined || incomingRevision > storedRevision;
}

/** The source's own version of a part. */
export interface SourceVersion {
  readonly occurredAt: Date;
  /** The source's own order; absent when it has none. */
  readonly sequence?: bigint;
}

/**
 * Which of two parts is newer by the source: by sequence when both have one, then by time.
 * @returns negative when `a` is older, positive when it is newer, 0 when the source doesn't tell
 */
export function compareVersions(a: SourceVersion, b: SourceVersion): number {
  if (a.sequence !== undefined && b.sequence !== undefined && a.sequence !== b.sequence) return a.sequence < b.sequence ? -1 : 1;
  return a.occurredAt.getTime() - b.occurredAt.getTime();
}
