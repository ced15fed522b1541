import type { PassedOver } from '../decision.js';
import type { CompiledRules } from '../rules/evaluate.js';
import { presenceOf } from './presence.js';
import type { Department, Line, Manager, Presence, Queue } from './staff.js';
import { nextTurn } from './turns.js';

/** Open leads of a manager. */
export interface Load {
  readonly total: number;
  readonly byChannel: Readonly<Record<string, number>>;
}

/** Everything that decides whose a lead is, as it stands at one moment. */
export interface OfficeState {
  readonly at: Date;
  readonly managers: ReadonlyMap<string, Manager>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly departments: ReadonlyMap<string, Department>;
  readonly lines: ReadonlyMap<string, Line>;
  readonly rules: CompiledRules;
  readonly loads: ReadonlyMap<string, Load>;
  /** In [0, 1), for queues at random. */
  readonly random: () => number;
}

/** What a lead asks of who takes it. */
export interface Wants {
  readonly channel: string;
  readonly skills: readonly string[];
  /** Managers who had it and did not take it. */
  readonly tried: readonly string[];
  /** It comes just now, and waits behind those who wait already. */
  readonly isNew: boolean;
}

export interface Pick {
  readonly managerId: string;
  /** Open leads that they had before. */
  readonly load: number;
}

/**
 * The office while leads are handed out: what one gets counts for the next. Start one for each batch; nothing outside of it
 * is changed.
 */
export class Office {
  readonly #presences = new Map<string, Presence>();
  readonly #cursors = new Map<string, number>();
  readonly #added = new Map<string, { total: number; byChannel: Map<string, number> }>();

  #at: Date;

  constructor(readonly state: OfficeState) {
    this.#at = state.at;
  }

  get at(): Date {
    return this.#at;
  }

  /** Time passes; what was given stays given. */
  moveTo(at: Date): void {
    this.#at = at;
    this.#presences.clear();
  }

  presence(managerId: string): Presence {
    let presence = this.#presences.get(managerId);
    if (!presence) {
      const manager = this.state.managers.get(managerId);
      presence = manager ? presenceOf(manager, this.#at) : { away: 'left' };
      this.#presences.set(managerId, presence);
    }
    return presence;
  }

  name(managerId: string): string {
    return this.state.managers.get(managerId)?.name ?? '';
  }

  load(managerId: string): number {
    return (this.state.loads.get(managerId)?.total ?? 0) + (this.#added.get(managerId)?.total ?? 0);
  }

  /** Whether they could take something at all. */
  isFree(managerId: string): boolean {
    const capacity = this.state.managers.get(managerId)?.capacity;
    return !this.presence(managerId).away && (capacity === undefined || this.load(managerId) < capacity);
  }

  /** Why they can't take it; undefined: they can. */
  passedOver(managerId: string, { channel, skills, tried }: Omit<Wants, 'isNew'>): PassedOver | undefined {
    const { away } = this.presence(managerId);
    if (away) return away;
    if (tried.includes(managerId)) return 'tried';
    const manager = this.state.managers.get(managerId)!;
    if (!skills.every((skill) => manager.skills.includes(skill))) return 'skill';
    if (manager.capacity !== undefined && this.load(managerId) >= manager.capacity) return 'full';
    const most = manager.channelCapacity?.[channel];
    return most !== undefined && this.#channelLoad(managerId, channel) >= most ? 'channel-full' : undefined;
  }

  /** The queue's next, by its strategy; undefined when nobody can. Not for `all`. The turn is used up. */
  pick(queue: Queue, wants: Wants): Pick | undefined {
    const can = (managerId: string): boolean => this.passedOver(managerId, wants) === undefined;
    const managerId = this.#choose(queue, can);
    return managerId === undefined ? undefined : { managerId, load: this.load(managerId) };
  }

  /** All members who can take it, in their order. */
  able(queue: Queue, wants: Wants): string[] {
    return inOrder(queue).filter((managerId) => this.passedOver(managerId, wants) === undefined);
  }

  /** They have it from now on. */
  give(managerId: string, channel: string): void {
    const added = this.#added.get(managerId) ?? { total: 0, byChannel: new Map<string, number>() };
    this.#added.set(managerId, added);
    added.total += 1;
    added.byChannel.set(channel, (added.byChannel.get(channel) ?? 0) + 1);
  }

  /** They have it no more. */
  takeAway(managerId: string, channel: string): void {
    const added = this.#added.get(managerId) ?? { total: 0, byChannel: new Map<string, number>() };
    this.#added.set(managerId, added);
    added.total -= 1;
    added.byChannel.set(channel, (added.byChannel.get(channel) ?? 0) - 1);
  }

  /** Queues whose turn went on. */
  get moved(): { id: string; cursor: number }[] {
    return [...this.#cursors].map(([id, cursor]) => ({ id, cursor }));
  }

  #choose(queue: Queue, can: (managerId: string) => boolean): string | undefined {
    switch (queue.strategy) {
      case 'strict': return inOrder(queue).find(can);
      case 'even': return this.#turn(queue, can);
      case 'least-loaded': return this.#leastLoaded(queue, can);
      case 'random': return this.#random(queue, can);
      case 'all': return undefined;
    }
  }

  #turn(queue: Queue, can: (managerId: string) => boolean): string | undefined {
    const turn = nextTurn(queue.members, this.#cursors.get(queue.id) ?? queue.cursor, can);
    if (turn) this.#cursors.set(queue.id, turn.at);
    return turn?.managerId;
  }

  #leastLoaded(queue: Queue, can: (managerId: string) => boolean): string | undefined {
    let least = Infinity;
    let wanted: string[] = [];
    for (const { managerId } of queue.members) {
      const load = this.load(managerId);
      if (load > least || !can(managerId)) continue;
      if (load < least) [least, wanted] = [load, []];
      wanted.push(managerId);
    }
    return wanted.length === 0 ? undefined : this.#turn(queue, (managerId) => wanted.includes(managerId));
  }

  #random(queue: Queue, can: (managerId: string) => boolean): string | undefined {
    const able = queue.members.filter(({ managerId }) => can(managerId));
    let left = this.state.random() * able.reduce((sum, { share }) => sum + share, 0);
    return able.find(({ share }) => (left -= share) < 0)?.managerId ?? able.at(-1)?.managerId;
  }

  #channelLoad(managerId: string, channel: string): number {
    return (this.state.loads.get(managerId)?.byChannel[channel] ?? 0) + (this.#added.get(managerId)?.byChannel.get(channel) ?? 0);
  }
}

function inOrder({ members }: Queue): string[] {
  return [...members].sort((a, b) => a.position - b.position).map(({ managerId }) => managerId);
}
