/** A manager as routing sees one. */
export interface Manager {
  readonly id: string;
  readonly name: string;
  /** Takes leads at all. */
  readonly active: boolean;
  /** Can take one now. */
  readonly present: boolean;
}

/** What is known of the person behind a contact. */
export type PersonMatch =
  | { readonly status: 'unidentified' }
  | { readonly status: 'new' }
  | {
      readonly status: 'known';
      readonly name: string;
      /** The identity that matched. */
      readonly by: { readonly type: string; readonly value: string };
      readonly owner?: Manager;
    };

/** One contact that waits for its decision. */
export interface RoutingRequest {
  /** Set when it is certainly no lead. */
  readonly notLeadReason?: string;
  readonly person: PersonMatch;
  /** The person's open lead on this line, if there is one. */
  readonly openLead?: OpenLead;
  /** False when the line opens no second lead for a known person without an open one. Default true. */
  readonly opensRepeat?: boolean;
}

export interface OpenLead {
  readonly id: string;
  /** Absent while it waits in the pool. */
  readonly manager?: Pick<Manager, 'id' | 'name'>;
}

/** A queue's row: read once and written once for a batch. */
export interface QueueState {
  readonly id: string;
  readonly name: string;
  readonly strategy: 'even';
  readonly members: readonly QueueMember[];
  /** Position of the member that was served last; absent before the first. */
  readonly cursor?: number;
}

export interface QueueMember extends Manager {
  /** Place in the rotation, unique within the queue. */
  readonly position: number;
}
