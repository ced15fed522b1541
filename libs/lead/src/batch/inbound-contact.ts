import type { Envelope } from '@tributary/proto';
import type { LogRecord } from '@tributary/event-log';

/** One record of the log, understood: what the batch works on. */
export interface InboundContact {
  readonly id: string;
  readonly revision: number;
  readonly envelope: Envelope;
  readonly record: LogRecord;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly identities: readonly ContactIdentity[];
  /** Set when this is no lead, whoever sent it. */
  readonly notLeadReason: string | undefined;
}

export interface ContactIdentity {
  /** Type and value as one string, for maps. */
  readonly key: string;
  readonly type: string;
  readonly value: string;
  readonly raw: string;
  readonly verified: boolean;
  /** The provider denies that it is the sender's. */
  readonly disputed: boolean;
}

/** A record that will never be a contact as it stands, and why. Its bytes go to quarantine. */
export interface PoisonRecord {
  readonly record: LogRecord;
  readonly stage: 'decode' | 'store';
  readonly reason: string;
  /** A UUID; this and the rest as far as the record could be read. */
  readonly contactId: string | undefined;
  readonly revision: number | undefined;
  readonly accountId: string;
  readonly receivedAt: Date;
}

export function identityKey(type: string, value: string): string {
  return `${type}\0${value}`;
}
