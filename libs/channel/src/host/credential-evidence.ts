/**
 * What sessions and replies show of an account's credentials. For most providers they are the same ones, so what a session shows holds for
 * replies as well; where a reply is refused again although a session got in meanwhile (SMTP beside IMAP, a right of its own), only another
 * reply can tell.
 */
export class CredentialEvidence {
  #isReplyRefused = false;
  /** A session got in after a reply was refused. */
  #isContradicted = false;
  #areApart = false;

  /** @returns whether a session can tell whether that is so */
  replyRefused(): boolean {
    this.#areApart ||= this.#isContradicted;
    this.#isReplyRefused = true;
    return !this.#areApart;
  }

  replySent(): void {
    this.reset();
  }

  /** @returns whether replies that were refused may be tried again */
  sessionWorks(): boolean {
    if (!this.#isReplyRefused || this.#areApart) return false;
    this.#isReplyRefused = false;
    this.#isContradicted = true;
    return true;
  }

  /** As a reply was, or not yet: they may be the same credentials after all. */
  sessionRefused(): void {
    this.#isContradicted = this.#areApart = false;
  }

  /** Nobody was refused, as far as is known. */
  get isGood(): boolean {
    return !this.#isReplyRefused;
  }

  /** Other settings. */
  reset(): void {
    this.#isReplyRefused = this.#isContradicted = this.#areApart = false;
  }
}
