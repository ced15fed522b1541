import type { QueueMember } from './staff.js';

const ROUND = 10_000;
const POSITIONS = 100_000;

/** One turn of a member in the round. */
interface Turn {
  readonly at: number;
  readonly managerId: string;
}

const TURNS = new WeakMap<readonly QueueMember[], readonly Turn[]>();

/**
 * The round of a queue: a member with share n has n turns, spread evenly. The number of a turn hangs on the member's own
 * position and share alone, so that a cursor keeps its place when others come and go; with share 1 it is the position.
 */
export function turnsOf(members: readonly QueueMember[]): readonly Turn[] {
  let turns = TURNS.get(members);
  if (!turns) {
    turns = members
      .flatMap(({ managerId, position, share }) =>
        Array.from({ length: share }, (_, n) => ({ at: (Math.floor((ROUND * (2 * n + 1)) / (2 * share)) - ROUND / 2) * POSITIONS + position, managerId })))
      .sort((a, b) => a.at - b.at);
    TURNS.set(members, turns);
  }
  return turns;
}

/**
 * The next turn behind the cursor, around the end, of somebody who can take a lead.
 *
 * Between two turns of one member everybody else with share 1 who can has exactly one, so members who are always there never
 * differ by more than one lead, whoever comes and goes between them. Who comes back gets no backlog of missed turns.
 */
export function nextTurn(members: readonly QueueMember[], cursor: number | undefined, can: (managerId: string) => boolean): Turn | undefined {
  const turns = turnsOf(members);
  const start = cursor === undefined ? 0 : firstBehind(turns, cursor);
  for (let n = 0; n < turns.length; n++) {
    const turn = turns[(start + n) % turns.length]!;
    if (can(turn.managerId)) return turn;
  }
  return undefined;
}

function firstBehind(turns: readonly Turn[], cursor: number): number {
  let [low, high] = [0, turns.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (turns[middle]!.at <= cursor) low = middle + 1;
    else high = middle;
  }
  return low === turns.length ? 0 : low;
}

/** The turn of a round that is the same manager's, of the same number among theirs, as one of another round; undefined when there is none. */
export function sameTurn(before: readonly QueueMember[], after: readonly QueueMember[], cursor: number): number | undefined {
  const turn = turnsOf(before).find(({ at }) => at === cursor);
  if (!turn) return undefined;
  const own = (members: readonly QueueMember[]) => turnsOf(members).filter(({ managerId }) => managerId === turn.managerId);
  return own(after)[own(before).indexOf(turn)]?.at;
}
