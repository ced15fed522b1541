import type { Decision } from '../decision.js';
import type { RoutingFacts } from '../rules/facts.js';
import type { Rule } from '../rules/rule-set.js';

/** What is known of the person behind a contact. */
export type PersonMatch =
  | { readonly status: 'unidentified' }
  | { readonly status: 'new' }
  | {
      readonly status: 'known';
      readonly name: string;
      /** The identity that matched. */
      readonly by: { readonly type: string; readonly value: string };
      /** Their own manager. */
      readonly ownerId?: string | undefined;
    };

export interface OpenLead {
  readonly id: string;
  readonly line: string;
  /** Absent while it waits in the pool. */
  readonly managerId?: string | undefined;
}

/** A contact that opens a lead, or a lead that is looked at anew. */
export interface NewLead {
  readonly facts: RoutingFacts;
  readonly person: PersonMatch;
  readonly company?: { readonly name: string; readonly managerId?: string | undefined } | undefined;
  /** Managers who are asked no more. */
  readonly tried?: readonly string[];
  /** Rules that hold, where the caller knows them already. */
  readonly rules?: readonly Rule[] | undefined;
}

/** Why a lead has no manager: held until the line opens, waiting in a queue, offered to several, or anybody's. */
export type Waiting = 'held' | 'queue' | 'claim' | 'pool';

/** When the lead is looked at again: the line opens, the time to take it is up, the own manager was waited for, who has it is away. */
export interface Due {
  readonly at: Date;
  readonly what: 'opening' | 'take' | 'owner' | 'away';
}

/** What became of a lead. */
export interface Choice {
  readonly decision: Decision;
  readonly waiting?: Waiting;
  readonly due?: Due;
  /** What whoever takes it must have. */
  readonly skills?: readonly string[];
  /** Managers to whom it is offered. */
  readonly offered?: readonly string[];
}
