import { createHash } from 'node:crypto';
import type { ContactDraft, ContactFacts } from '../channel.js';
import type { SubmittingAccount } from '../intake/submission.js';

/** A channel of messages whose later versions replace earlier ones; for specs of intake. */
export function toyAccount(id: string): SubmittingAccount {
  return { id, line: 'main', channel: { name: 'toy', fold: toyFold } };
}

function toyFold(stored: ContactFacts, part: ContactFacts): ContactFacts {
  return (part.sequence ?? 0n) > (stored.sequence ?? 0n) ? part : stored;
}

export interface ToyContact {
  readonly id: string;
  readonly text?: string;
  readonly version?: number;
  readonly conversation?: string;
  readonly windowMs?: number;
  readonly lane?: 'live' | 'bulk';
}

export function toyDraft({ id, text = 'hello', version = 1, conversation, windowMs, lane }: ToyContact): ContactDraft {
  const bytes = Buffer.from(JSON.stringify({ id, text, version }));
  return {
    externalId: id,
    conversationId: conversation,
    repeatWindowMs: windowMs,
    lane,
    facts: toyFacts(text, version),
    raw: { mediaType: 'application/json', bytes },
  };
}

export function toyFacts(text: string, version = 1): ContactFacts {
  return {
    occurredAt: new Date('2026-11-22T08:00:00.123Z'),
    sequence: BigInt(version),
    identities: [{ type: 'toy', value: createHash('md5').update(text).digest('hex'), raw: text, verified: true }],
    sender: { name: 'Anna' },
    text,
    attachments: [],
    content: { kind: 'message' },
  };
}
