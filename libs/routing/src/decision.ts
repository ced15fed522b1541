/**
 * One reason of a decision. Plain JSON, kept with the lead for good: codes never change their meaning and names stand
 * in `params` as they were then. Times are ISO 8601 with the zone to say them in.
 */
export type Step =
  /** Certainly no lead: "spam", "excluded", "client", the kind of an automatic message, ... */
  | { readonly code: 'not-lead'; readonly params: { readonly reason: string } }
  /** Nothing in the contact tells who it is. */
  | { readonly code: 'person-unidentified'; readonly params: NoParams }
  /** None of its identities was seen before. */
  | { readonly code: 'person-new'; readonly params: NoParams }
  /** The identity that matched; `person` is the name, maybe empty. */
  | { readonly code: 'person-known'; readonly params: { readonly person: string; readonly type: string; readonly value: string } }
  /** An open lead on this line takes the contact; `manager` is empty while it waits in the pool. */
  | { readonly code: 'lead-joined'; readonly params: { readonly leadId: string; readonly manager: string } }
  /** The line opens no second lead for a known person. */
  | { readonly code: 'repeat-not-opened'; readonly params: NoParams }
  | { readonly code: 'owner-first'; readonly params: { readonly manager: string } }
  /** The own manager is away for longer than the line waits. */
  | { readonly code: 'owner-absent'; readonly params: { readonly manager: string } }
  /** The own manager is away, and the line waits for them. */
  | { readonly code: 'owner-waits'; readonly params: { readonly manager: string; readonly until: Moment } }
  /** The manager left or takes no leads any more. */
  | { readonly code: 'owner-inactive'; readonly params: { readonly manager: string } }
  | { readonly code: 'substitute'; readonly params: { readonly manager: string; readonly away: string } }
  /** They come from a company that a manager works with. */
  | { readonly code: 'company-owner'; readonly params: { readonly company: string; readonly manager: string } }
  /** The form, mailbox or number that it came by has a manager. */
  | { readonly code: 'account-owner'; readonly params: { readonly manager: string } }
  /** A rule holds. */
  | { readonly code: 'rule'; readonly params: { readonly rule: string } }
  | { readonly code: 'rule-manager'; readonly params: { readonly rule: string; readonly manager: string } }
  | { readonly code: 'rule-head'; readonly params: { readonly rule: string; readonly department: string; readonly manager: string } }
  /** Whom the rule names can't take it now; `manager` is empty where there is nobody. */
  | { readonly code: 'rule-away'; readonly params: { readonly manager: string; readonly why: PassedOver | 'nobody' } }
  | { readonly code: 'pool-rule'; readonly params: { readonly rule: string } }
  | { readonly code: 'skills'; readonly params: { readonly skills: readonly string[] } }
  | { readonly code: 'out-of-hours'; readonly params: { readonly line: string } }
  /** It waits for the line to open. */
  | { readonly code: 'held'; readonly params: { readonly line: string; readonly opensAt: Moment } }
  | { readonly code: 'duty'; readonly params: { readonly manager: string } }
  | { readonly code: 'other-line'; readonly params: { readonly line: string } }
  /** Who was asked before and why it isn't theirs: at most ten, `others` counts the rest. */
  | { readonly code: 'passed-over'; readonly params: { readonly managers: readonly { readonly manager: string; readonly why: PassedOver }[]; readonly others: number } }
  | { readonly code: 'queue-even'; readonly params: QueueParams }
  | { readonly code: 'queue-strict'; readonly params: QueueParams }
  | { readonly code: 'queue-random'; readonly params: QueueParams }
  | { readonly code: 'queue-least-loaded'; readonly params: QueueParams & { readonly load: number } }
  | { readonly code: 'queue-all'; readonly params: { readonly queue: string; readonly managers: readonly string[] } }
  | { readonly code: 'overflow'; readonly params: { readonly queue: string; readonly to: string } }
  /** Others wait in the queue for longer: they are served first. */
  | { readonly code: 'behind-others'; readonly params: { readonly queue: string } }
  /** The queue has no member who could take it now. */
  | { readonly code: 'pool-no-manager'; readonly params: { readonly queue: string } }
  | { readonly code: 'pool-no-queue'; readonly params: NoParams }
  /** It would wait for the line to open, which has no hours at all. */
  | { readonly code: 'never-opens'; readonly params: { readonly line: string } }
  /** It waited, and somebody became free. */
  | { readonly code: 'backlog'; readonly params: { readonly minutes: number } }
  | { readonly code: 'opened'; readonly params: { readonly line: string } }
  /** Who had it did not take it in time; `manager` is empty for a lead that was offered to several. */
  | { readonly code: 'not-taken'; readonly params: { readonly manager: string } }
  | { readonly code: 'owner-not-back'; readonly params: { readonly manager: string } }
  | { readonly code: 'escalated-next'; readonly params: QueueParams }
  | { readonly code: 'escalated-head'; readonly params: { readonly department: string; readonly manager: string } }
  | { readonly code: 'escalated-pool'; readonly params: NoParams };

export type NoParams = Readonly<Record<string, never>>;
export interface QueueParams {
  readonly queue: string;
  readonly manager: string;
}
export interface Moment {
  readonly at: string;
  readonly timeZone: string;
}
/** Why a candidate was passed over. */
export type PassedOver = 'left' | 'paused' | 'absent' | 'off-shift' | 'signed-out' | 'full' | 'channel-full' | 'skill' | 'tried';

export type StepCode = Step['code'];

/** Whose a contact is and why. */
export interface Decision {
  /** Absent: nobody's yet, or no lead. */
  readonly managerId?: string;
  /** The queue that was asked. */
  readonly queueId?: string;
  readonly steps: readonly Step[];
}
