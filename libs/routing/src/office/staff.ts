import type { Schedule } from '../hours/index.js';

/** Why somebody can't take a lead just now. */
export type Away = 'left' | 'paused' | 'absent' | 'off-shift' | 'signed-out';

/** What a manager said of themselves, or somebody for them. */
export interface PresenceSetting {
  readonly status: 'available' | 'paused' | 'absent';
  /** Until then; afterwards as `presenceBy` says. */
  readonly until?: Date | undefined;
  /** Gets their customers meanwhile. */
  readonly substituteId?: string | undefined;
}

/** A manager as the office keeps one. */
export interface Manager {
  readonly id: string;
  readonly name: string;
  /** Takes leads at all. */
  readonly active: boolean;
  /** What counts while nothing is said: `always` there, by `schedule`, or while `signed-in`. Who works by phone is `always` there. */
  readonly presenceBy: 'always' | 'schedule' | 'signed-in';
  readonly schedule?: Schedule | undefined;
  /** Last sign of life in the console. */
  readonly seenAt?: Date | undefined;
  readonly said?: PresenceSetting | undefined;
  readonly skills: readonly string[];
  /** Open leads at a time, over all channels; undefined: any number. */
  readonly capacity?: number | undefined;
  readonly channelCapacity?: Readonly<Record<string, number>> | undefined;
}

/** Whether somebody is there. */
export interface Presence {
  readonly away?: Away | undefined;
  /** When they come back, where that is known. */
  readonly backAt?: Date | undefined;
  readonly substituteId?: string | undefined;
}

export interface QueueMember {
  readonly managerId: string;
  /** Place in the order, unique within the queue. */
  readonly position: number;
  /** Turns in a round: 2 gets twice what 1 gets. 1 to 100. */
  readonly share: number;
}

export const STRATEGIES = ['strict', 'even', 'random', 'least-loaded', 'all'] as const;
/**
 * `strict`: the first in order who can. `even`: by turns. `random`. `least-loaded`: who has the fewest open leads, by turns
 * among equals. `all`: offered to all who can, the first to take it has it.
 */
export type Strategy = (typeof STRATEGIES)[number];

export interface Queue {
  readonly id: string;
  readonly name: string;
  readonly strategy: Strategy;
  readonly members: readonly QueueMember[];
  /** The turn that was served last, as `nextTurn` has it; absent before the first. */
  readonly cursor?: number | undefined;
  /** Gets what nobody here can take. */
  readonly overflowId?: string | undefined;
  /** Who gets a lead has so long to take it, in the line's working time; undefined: for ever. */
  readonly takeMinutes?: number | undefined;
  readonly departmentId?: string | undefined;
  /** Leads wait here: who comes now waits behind them. */
  readonly hasBacklog?: boolean | undefined;
}

export interface Department {
  readonly id: string;
  readonly name: string;
  readonly headId?: string | undefined;
}

/** What happens with a lead that comes while its line is closed. */
export type OutOfHours =
  | { readonly kind: 'assign' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'duty'; readonly managerId: string }
  | { readonly kind: 'line'; readonly lineId: string };

export interface Line {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly queueId: string;
  /** Undefined: always open. */
  readonly hours?: Schedule | undefined;
  readonly outOfHours: OutOfHours;
  /** A known person's own manager is waited for so long, in minutes. */
  readonly patienceMinutes: number;
}
