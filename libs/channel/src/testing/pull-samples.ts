import type { FailureClass } from '../pull.js';

/** What the shared test of pull channels needs of one: a provider in this process that does what it is told. */
export interface PullSamples {
  /** A provider without messages, with an account of its own. */
  provider(): Promise<ScriptedProvider>;
  /** Classes that `fail` can bring about. */
  readonly failures?: readonly FailureClass[];
}

export interface ScriptedProvider {
  /** Settings of an account there. */
  readonly settings: Readonly<Record<string, unknown>>;
  /**
   * Goes around each call of a client (a request, a command) while it is carried out. When it rejects, the client has
   * died: cut its connection, answer nothing. Undefined: carry it out.
   */
  intercept?: (<T>(call: () => Promise<T>) => Promise<T>) | undefined;
  /** A message of this text arrives; it becomes one contact. */
  deliver(text: string): Promise<void>;
  /** Something arrives that the channel can't understand. @returns its bytes, as quarantine must keep them */
  deliverBad(): Promise<Uint8Array>;
  /** Texts of messages that a client said it has; a channel that only reads has none. */
  acknowledged?(): readonly string[];
  /** From now on every try fails like this, also what is under way; undefined: all is well again. */
  fail?(failureClass: FailureClass | undefined): Promise<void>;
  close(): Promise<void>;
}
