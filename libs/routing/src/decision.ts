/**
 * One reason of a decision. Plain JSON, kept with the lead for good: codes never change their meaning and names stand
 * in `params` as they were then.
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
  | { readonly code: 'owner-absent'; readonly params: { readonly manager: string } }
  /** The manager left or takes no leads any more. */
  | { readonly code: 'owner-inactive'; readonly params: { readonly manager: string } }
  | { readonly code: 'queue-even'; readonly params: { readonly queue: string; readonly manager: string } }
  /** The queue has no member who could take it now. */
  | { readonly code: 'pool-no-manager'; readonly params: { readonly queue: string } }
  | { readonly code: 'pool-no-queue'; readonly params: NoParams };

export type NoParams = Readonly<Record<string, never>>;

export type StepCode = Step['code'];

/** Who gets the lead and why. Without `managerId` it waits in the open pool, or there is no lead (see the last step). */
export interface Decision {
  readonly managerId?: string;
  /** The queue that decided. */
  readonly queueId?: string;
  readonly steps: readonly Step[];
}
