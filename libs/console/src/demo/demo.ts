/** A mail that a newcomer sends to the demo's mailbox. */
export interface DemoMail {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

/** What a hub that was started with `--demo` offers to try. */
export interface Demo {
  /** Address of its mailbox. */
  readonly mailbox: string;
  /** Path of its form's page. */
  readonly formPath: string;
  /** By SMTP, as anybody would; kept when this resolves. */
  send(mail: DemoMail): Promise<void>;
}
