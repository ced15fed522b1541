import type { Localized } from '../channel.js';
import type { FailureClass } from '../pull.js';

/** `running`: a session is under way. `waiting`: for the next try. `faulty`: its settings don't pass, nothing is tried. */
export type ConnectorState = 'running' | 'waiting' | 'faulty';

export interface ConnectorFailure {
  readonly at: Date;
  readonly failureClass: FailureClass;
  readonly code: string;
  readonly detail: Localized;
  readonly field?: string;
}

/** How an account fares, as its owner sees it. */
export interface ConnectorStatus {
  readonly state: ConnectorState;
  /** Of the state. */
  readonly since: Date;
  /** When a whole cycle was last completed. */
  readonly lastCycleAt?: Date;
  /** What the provider last said of the credentials, and when. */
  readonly credential: 'valid' | 'invalid' | 'unknown';
  readonly credentialAt?: Date;
  readonly failure?: ConnectorFailure;
  readonly nextTryAt?: Date;
}
