import type { PassedOver } from '../decision.js';
import { fold, type CompiledRules } from '../rules/evaluate.js';
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

export interface Picked {
  readonly managerId: string;
  /** Open leads that they had before. */
  readonly load: number;
}

/** One manager while leads are handed out. */
interface Seat {
  readonly manager: Manager | undefined;
  /** Undefined until somebody asks. */
  presence: Presence | undefined;
  /** Open leads, with what was given meanwhile. */
  total: number;
  readonly byChannel: Map<string, number>;
}

/** Members of a queue who can't take a lead, and why. */
export type Hindered = ReadonlyMap<string, PassedOver>;
const NOBODY: Hindered = new Map();

/**
 * The office while leads are handed out: what one gets counts for the next. Start one for each batch; nothing outside of it
 * is changed.
 */
export class Office {
  readonly #cursors = new Map<string, number>();
  readonly #seats = new Map<string, Seat>();
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
    for (const seat of this.#seats.values()) seat.presence = undefined;
  }

  presence(managerId: string): Presence {
    return this.#presence(this.#seat(managerId));
  }

  name(managerId: string): string {
    return this.state.managers.get(managerId)?.name ?? '';
  }

  load(managerId: string): number {
    return this.#seat(managerId).total;
  }

  /** Whether they could take something at all. */
  isFree(managerId: string): boolean {
    const capacity = this.state.managers.get(managerId)?.capacity;
    return !this.presence(managerId).away && (capacity === undefined || this.load(managerId) < capacity);
  }

  /** Why they can't take it, whatever they have already; undefined: they can. */
  unfit(managerId: string, wants: Pick<Wants, 'skills' | 'tried'>): PassedOver | undefined {
    return this.#unfit(this.#seat(managerId), wants);
  }

  /** Why they can't take it; undefined: they can. */
  passedOver(managerId: string, wants: Omit<Wants, 'isNew'>): PassedOver | undefined {
    const seat = this.#seat(managerId);
    const unfit = this.#unfit(seat, wants);
    if (unfit) return unfit;
    const { channel } = wants;
    const manager = seat.manager!;
    if (manager.capacity !== undefined && seat.total >= manager.capacity) return 'full';
    const most = manager.channelCapacity?.[channel];
    return most !== undefined && (seat.byChannel.get(channel) ?? 0) >= most ? 'channel-full' : undefined;
  }

  /** Who of the queue can't take it, in the order of its members. */
  hindered({ members }: Queue, wants: Wants): Hindered {
    let found: Map<string, PassedOver> | undefined;
    for (const { managerId } of members) {
      const why = this.passedOver(managerId, wants);
      if (why !== undefined) (found ??= new Map()).set(managerId, why);
    }
    return found ?? NOBODY;
  }

  /** The queue's next, by its strategy; undefined when nobody can. Not for `all`. The turn is used up. */
  pick(queue: Queue, hindered: Hindered): Picked | undefined {
    const managerId = this.#choose(queue, (id) => !hindered.has(id));
    return managerId === undefined ? undefined : { managerId, load: this.load(managerId) };
  }

  /** All members who can take it, in their order. */
  able(queue: Queue, wants: Wants): string[] {
    return inOrder(queue).filter((managerId) => this.passedOver(managerId, wants) === undefined);
  }

  /** They have it from now on. */
  give(managerId: string, channel: string): void {
    this.#count(managerId, channel, 1);
  }

  /** They have it no more. */
  takeAway(managerId: string, channel: string): void {
    this.#count(managerId, channel, -1);
  }

  /** Queues whose turn went on. */
  get moved(): { id: string; cursor: number }[] {
    return [...this.#cursors].map(([id, cursor]) => ({ id, cursor }));
  }

  #unfit(seat: Seat, { skills, tried }: Pick<Wants, 'skills' | 'tried'>): PassedOver | undefined {
    const { away } = this.#presence(seat);
    if (away) return away;
    if (tried.length > 0 && seat.manager && tried.includes(seat.manager.id)) return 'tried';
    if (skills.length > 0 && !hasSkills(seat.manager!.skills, skills)) return 'skill';
    return undefined;
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

  #count(managerId: string, channel: string, by: 1 | -1): void {
    const seat = this.#seat(managerId);
    seat.total += by;
    seat.byChannel.set(channel, (seat.byChannel.get(channel) ?? 0) + by);
  }

  #presence(seat: Seat): Presence {
    return (seat.presence ??= seat.manager ? presenceOf(seat.manager, this.#at) : { away: 'left' });
  }

  #seat(managerId: string): Seat {
    let seat = this.#seats.get(managerId);
    if (!seat) {
      const load = this.state.loads.get(managerId);
      seat = { manager: this.state.managers.get(managerId), presence: undefined, total: load?.total ?? 0, byChannel: new Map(Object.entries(load?.byChannel ?? {})) };
      this.#seats.set(managerId, seat);
    }
    return seat;
  }
}

function inOrder({ members }: Queue): string[] {
  return [...members].sort((a, b) => a.position - b.position).map(({ managerId }) => managerId);
}

/** Capitals don't matter: rules and managers are written by different people. */
function hasSkills(all: readonly string[], wanted: readonly string[]): boolean {
  const folded = all.map(fold);
  return wanted.every((skill) => folded.includes(fold(skill)));
}
