/** What is sent, once or again. */
export interface Message {
  /** Stable over repeated tries, so that a receiver can tell a repeat. */
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  /** The same for mail programs that show it; nothing that somebody wrote is markup in it. */
  readonly html?: string;
  /** For programs. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** As a mail's header takes it: a name must not begin another one. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim();
}
