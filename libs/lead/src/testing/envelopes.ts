import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { contactId } from '@tributary/contact';
import { TOPICS, type Batch, type LogRecord } from '@tributary/event-log';
import { EnvelopeSchema, Origin, type ReachSchema } from '@tributary/proto';

/** What a spec says of a contact; the rest is filled in. */
export interface Draft {
  /** External id; the contact's id follows from it. */
  readonly name: string;
  readonly accountId?: string;
  readonly revision?: number;
  readonly phone?: string;
  readonly email?: string;
  readonly identities?: readonly { type: string; value: string; verified?: boolean; disputed?: boolean }[];
  readonly sender?: string;
  readonly text?: string;
  readonly line?: string;
  readonly kind?: 'form' | 'message' | 'order' | 'client' | 'call';
  /** Of a call. */
  readonly status?: string;
  readonly origin?: Origin;
  readonly notify?: boolean;
  readonly notLeadReason?: string;
  readonly automatic?: string;
  /** Of our own message, as sending gave it. */
  readonly messageId?: string;
  /** The source's own order. */
  readonly sequence?: bigint;
  readonly occurredAt?: Date;
  readonly receivedAt?: Date;
  readonly channel?: string;
  /** The source's thread; without it the contact stands alone. */
  readonly conversation?: string;
  /** What the source tells of the thread. */
  readonly place?: { readonly kind: string; readonly title?: string };
  readonly subject?: string;
  /** Its channel can answer. */
  readonly reach?: MessageInitShape<typeof ReachSchema>;
}

export const ACCOUNT = '0190f000-0000-7000-8000-000000000001';

export function idOf(name: string): string {
  return contactId(ACCOUNT, name);
}

export function envelopeBytes(draft: Draft): Uint8Array {
  const identities = [
    ...(draft.phone ? [{ type: 'phone', value: draft.phone }] : []),
    ...(draft.email ? [{ type: 'email', value: draft.email }] : []),
    ...(draft.identities ?? []),
  ];
  const receivedAt = draft.receivedAt ?? new Date('2026-11-22T09:00:10Z');
  return toBinary(
    EnvelopeSchema,
    create(EnvelopeSchema, {
      id: idOf(draft.name),
      revision: draft.revision ?? 1,
      origin: draft.origin ?? Origin.LIVE,
      notify: draft.notify ?? false,
      accountId: draft.accountId ?? ACCOUNT,
      channel: draft.channel ?? 'form',
      line: draft.line ?? 'main',
      conversationId: draft.conversation ?? draft.name,
      externalId: draft.name,
      ...(draft.sequence !== undefined && { sequence: draft.sequence }),
      occurredAt: timestampFromDate(draft.occurredAt ?? receivedAt),
      receivedAt: timestampFromDate(receivedAt),
      identities: identities.map((identity) => ({ raw: identity.value, verified: false, ...identity })),
      sender: { name: draft.sender ?? '' },
      text: draft.text ?? '',
      notLeadReason: draft.notLeadReason ?? '',
      ...(draft.automatic && { automatic: { kind: draft.automatic, reason: 'spec', messageId: draft.messageId ?? '' } }),
      ...(draft.place && { conversation: draft.place }),
      subject: draft.subject ?? '',
      ...(draft.reach && { reach: draft.reach }),
      content: contentOf(draft),
    }),
  );
}

function contentOf({ kind = 'form', status = 'answered' }: Draft): MessageInitShape<typeof EnvelopeSchema>['content'] {
  if (kind === 'call') return { case: kind, value: { direction: 'inbound', status } };
  if (kind === 'form') return { case: kind, value: { fields: [{ name: 'phone', label: 'Phone', value: '' }] } };
  if (kind === 'order') return { case: kind, value: { number: '77', status: 'new' } };
  if (kind === 'client') return { case: kind, value: { externalCode: '000042' } };
  return { case: kind, value: {} };
}

let offsets = 0;

export function record(value: Uint8Array | null, appendedAt = new Date('2026-11-22T09:00:11Z')): LogRecord {
  return { topic: TOPICS.contacts, key: 'k', value, headers: {}, offset: String(++offsets).padStart(12, '0'), appendedAt };
}

export function records(drafts: readonly Draft[]): LogRecord[] {
  return drafts.map((draft) => record(envelopeBytes(draft)));
}

/** A batch whose offset goes nowhere; `commits` counts how often it was committed. */
export function batchOf(list: readonly LogRecord[]): Batch & { commits: number } {
  return {
    topic: TOPICS.contacts,
    records: list,
    commits: 0,
    async commit() {
      this.commits += 1;
    },
  };
}
