export const REPLY_STATES = ['queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'failed'] as const;
export type ReplyState = (typeof REPLY_STATES)[number];

/** Code of a failure that a person stated. */
export const SETTLED_BY_HAND = 'settled-by-hand';

/** How far each has come. Queued and sending are one: what certainly was not sent waits for its turn again. */
const RANK: Readonly<Record<ReplyState, number>> = { queued: 0, sending: 0, unknown: 1, sent: 2, delivered: 3, read: 4, failed: 2 };

export interface ReplyNow {
  readonly state: ReplyState;
  readonly revision: number;
  readonly code: string;
}

/**
 * Whether what is told now replaces what is known: a higher revision that takes nothing back. A failure is told of what did not arrive;
 * it is an end, unless the reply turns out to have arrived, or a person stated it and the provider knows better. Pure.
 */
export function replaces(next: Pick<ReplyNow, 'state' | 'revision'>, now: ReplyNow): boolean {
  if (next.revision <= now.revision) return false;
  if (now.state === 'failed') return next.state === 'failed' || RANK[next.state] > RANK.failed || (next.state === 'sent' && now.code === SETTLED_BY_HAND);
  return RANK[next.state] >= RANK[now.state];
}

export function isReplyState(state: string): state is ReplyState {
  return (REPLY_STATES as readonly string[]).includes(state);
}
