/** Tries of a whole mail, and after them of its outline, before it goes to quarantine as unreadable. */
const WHOLE_TRIES = 6;
const OUTLINE_TRIES = 9;

/**
 * Mails whose fetching broke the connection. One such mail would stop its folder for ever: it is fetched alone, then
 * without its attachments, and at last put into quarantine, while the rest goes on. Lives as long as the process.
 */
export class Suspects {
  private readonly failures = new Map<string, number>();

  failed(folderKey: string, uids: readonly number[]): void {
    for (const uid of uids) this.failures.set(`${folderKey}/${uid}`, this.failuresOf(folderKey, uid) + 1);
  }

  /** The server sent more than anybody may: it would again, so the whole is not asked for a second time. */
  sentTooMuch(folderKey: string, uid: number): void {
    this.failures.set(`${folderKey}/${uid}`, Math.max(WHOLE_TRIES, this.failuresOf(folderKey, uid) + 1));
  }

  cleared(folderKey: string, uids: readonly number[]): void {
    for (const uid of uids) this.failures.delete(`${folderKey}/${uid}`);
  }

  /** How this mail is to be fetched next. */
  wayOf(folderKey: string, uid: number): 'together' | 'alone' | 'outline' | 'unreadable' {
    const failures = this.failuresOf(folderKey, uid);
    if (failures === 0) return 'together';
    if (failures < WHOLE_TRIES) return 'alone';
    return failures < OUTLINE_TRIES ? 'outline' : 'unreadable';
  }

  private failuresOf(folderKey: string, uid: number): number {
    return this.failures.get(`${folderKey}/${uid}`) ?? 0;
  }
}
