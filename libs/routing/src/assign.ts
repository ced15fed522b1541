import { chooseManager } from './choose-manager.js';
import type { Decision } from './decision.js';
import type { OpenLead, PersonMatch, QueueState, RoutingRequest } from './request.js';

/** A contact that joins the lead which an earlier contact of the same batch opens. */
export interface JoinsEarlier {
  readonly person: PersonMatch;
  readonly joins: {
    /** Index of that contact in the batch. */
    readonly index: number;
    readonly leadId: string;
  };
}

export interface Assignment<State extends QueueState | undefined> {
  /** One for each request, in order. */
  readonly decisions: readonly Decision[];
  /** The very same object when the rotation didn't move: then the queue's row needs no write. */
  readonly nextQueueState: State;
}

/**
 * Decides a batch of contacts that share a queue, so that its row is touched once. A batch cut into smaller ones, each
 * given the state that the one before returned, gets the same decisions.
 * @param queueState  absent when the line has no queue
 * @throws RangeError  a request joins one that doesn't stand before it
 */
export function assign<State extends QueueState | undefined>(
  queueState: State,
  requests: readonly (RoutingRequest | JoinsEarlier)[],
): Assignment<State> {
  const decisions: Decision[] = [];
  let state = queueState;
  for (const request of requests) {
    const { decision, cursor } = chooseManager('joins' in request ? joining(request, decisions) : request, state);
    decisions.push(decision);
    if (state && cursor !== undefined) state = { ...state, cursor };
  }
  return { decisions, nextQueueState: state };
}

function joining({ person, joins }: JoinsEarlier, decided: readonly Decision[]): RoutingRequest {
  const earlier = decided[joins.index];
  if (!earlier) throw new RangeError(`request ${decided.length} joins request ${joins.index}, which doesn't stand before it`);
  return { person, openLead: { id: joins.leadId, ...managerOf(earlier) } };
}

function managerOf({ managerId, steps }: Decision): Pick<OpenLead, 'manager'> {
  const params = steps.at(-1)?.params ?? {};
  return managerId ? { manager: { id: managerId, name: 'manager' in params ? params.manager : '' } } : {};
}
