import { chooseManager, type Manager, type OpenLead, type PersonMatch, type QueueState, type RoutingRequest } from '@tributary/routing';
import type { LeadDecision, LeadStep, MatchTrace } from '../decision.js';
import type { Match } from './match.js';
import type { NewLead, PlacedLead, Placement } from './place.js';
import type { KnownCompany } from './read-companies.js';
import type { KnownPerson } from './read-known.js';
import type { Staff } from './staff.js';

export interface Desk {
  readonly staff: Staff;
  readonly persons: ReadonlyMap<string, KnownPerson>;
  readonly queues: ReadonlyMap<string, QueueState>;
  /** Where contacts come from, by contact id. */
  readonly companies?: ReadonlyMap<string, KnownCompany>;
}

/** Somebody enters a lead by hand, maybe for a certain manager (null: the pool). */
export interface ByHand {
  readonly user: string;
  /** As events name the user, and the manager whom the user is. */
  readonly doer?: { readonly actor: string; readonly actorManagerId: string | undefined };
  /** Undefined: as routing decides. */
  readonly managerId?: string | null | undefined;
  /** The person is chosen, not looked for. */
  readonly personId?: string | undefined;
}

export interface Decided {
  /** By placement; a revision decides nothing. */
  readonly decisions: ReadonlyMap<Placement, LeadDecision>;
  /** Who has each lead of the batch now. */
  readonly managerByLead: ReadonlyMap<string, string | undefined>;
  /** Persons who got their own manager: the one of their first lead that had one. */
  readonly newOwners: ReadonlyMap<string, string>;
  /** Queues whose rotation went on. */
  readonly moved: readonly QueueState[];
}

/** Decides contact by contact, as if each came alone: what one decides (an owner, the rotation) the next one sees. Pure. */
export function decide(placements: readonly Placement[], desk: Desk, byHand?: ByHand): Decided {
  return new Decider(desk, byHand).run(placements);
}

class Decider {
  readonly #decisions = new Map<Placement, LeadDecision>();
  readonly #managerByLead = new Map<string, string | undefined>();
  readonly #newOwners = new Map<string, string>();
  readonly #queues: Map<string, QueueState>;
  /** Persons of this batch that the contacts before already brought. */
  readonly #names = new Map<string, string>();

  constructor(
    readonly desk: Desk,
    readonly byHand: ByHand | undefined,
  ) {
    this.#queues = new Map(desk.queues);
  }

  run(placements: readonly Placement[]): Decided {
    for (const placement of placements) {
      if (placement.lead && 'joined' in placement.lead) this.#managerByLead.set(placement.lead.joined.id, placement.lead.joined.managerId);
      if (placement.outcome !== 'revised') this.#decisions.set(placement, this.#decide(placement));
    }
    const moved = [...this.#queues.values()].filter((queue) => queue !== this.desk.queues.get(queue.id));
    return { decisions: this.#decisions, managerByLead: this.#managerByLead, newOwners: this.#newOwners, moved };
  }

  #decide(placement: Placement): LeadDecision {
    const { personId, contact } = placement.match;
    const opened = placement.outcome === 'opened' && placement.lead && 'opened' in placement.lead ? placement.lead.opened : undefined;
    const decision =
      opened && this.byHand?.managerId !== undefined ? this.#given(this.byHand.managerId) : (opened && this.#ofCompany(placement)) ?? this.#route(placement, opened);
    if (opened) this.#keep(opened, decision.managerId);
    if (personId !== undefined && !this.#names.has(personId)) this.#names.set(personId, contact.envelope.sender?.name ?? '');
    const trace = traceOf(placement.match);
    return { ...decision, steps: [...this.#circumstances(placement), ...decision.steps], ...(trace && { match: trace }) };
  }

  #route(placement: Placement, opened: NewLead | undefined): LeadDecision {
    const queue = opened && this.#queues.get(opened.queueId);
    const { decision, cursor } = chooseManager(this.#request(placement), queue);
    if (queue && cursor !== undefined) this.#queues.set(queue.id, { ...queue, cursor });
    return decision;
  }

  /** A lead of somebody who has no manager yet, from a company that has one who can take it. */
  #ofCompany({ match: { personId, contact } }: Placement): LeadDecision | undefined {
    const company = this.desk.companies?.get(contact.id);
    if (company?.managerId === undefined) return undefined;
    if (personId !== undefined && (this.#newOwners.has(personId) || this.desk.persons.get(personId)?.managerId !== undefined)) return undefined;
    const manager = this.#manager(company.managerId);
    if (!manager.active || !manager.present) return undefined;
    return { managerId: manager.id, steps: [{ code: 'company-owner', params: { company: company.name, manager: manager.name } }] };
  }

  #given(managerId: string | null): LeadDecision {
    const manager = managerId === null ? '' : this.#manager(managerId).name;
    return { ...(managerId !== null && { managerId }), steps: [{ code: 'assigned-by-hand', params: { manager } }] };
  }

  #request({ match, lead, notLeadReason }: Placement): RoutingRequest {
    const person = this.#personOf(match);
    if (notLeadReason === 'repeat') return { person, opensRepeat: false };
    if (notLeadReason !== undefined) return { person, notLeadReason };
    const openLead = lead && this.#openLead(match, lead);
    return openLead ? { person, openLead } : { person };
  }

  #personOf({ basis, personId, matchedBy }: Match): PersonMatch {
    if (basis === 'unknown') return { status: 'new' };
    if (personId === undefined || !matchedBy[0]) return { status: 'unidentified' };
    const known = this.desk.persons.get(personId);
    const ownerId = this.#newOwners.get(personId) ?? known?.managerId;
    return {
      status: 'known',
      name: known?.name || this.#names.get(personId) || '',
      by: { type: matchedBy[0].type, value: matchedBy[0].value },
      ...(ownerId !== undefined && { owner: this.#manager(ownerId) }),
    };
  }

  /** @returns nothing for the contact that opens the lead */
  #openLead({ contact }: Match, lead: PlacedLead): OpenLead | undefined {
    if ('opened' in lead && lead.opened.openedBy === contact) return undefined;
    const { id } = 'opened' in lead ? lead.opened : lead.joined;
    const managerId = this.#managerByLead.get(id);
    return managerId === undefined ? { id } : { id, manager: this.#manager(managerId) };
  }

  #keep({ id, personId }: NewLead, managerId: string | undefined): void {
    this.#managerByLead.set(id, managerId);
    if (managerId === undefined || personId === undefined) return;
    if (this.desk.persons.get(personId)?.managerId !== undefined || this.#newOwners.has(personId)) return;
    this.#newOwners.set(personId, managerId);
  }

  #manager(id: string): Manager {
    return this.desk.staff.managers.get(id) ?? { id, name: '', active: false, present: false };
  }

  /** What routing knows nothing of, told before its steps. */
  #circumstances({ match, line }: Placement): LeadStep[] {
    const steps: LeadStep[] = [];
    if (this.byHand) steps.push({ code: 'by-hand', params: { user: this.byHand.user } });
    if (line !== match.contact.envelope.line) steps.push({ code: 'line-unknown', params: { line: match.contact.envelope.line, used: line } });
    if (match.basis === 'strongest') steps.push({ code: 'several-persons', params: {} });
    if (match.basis === 'shared') steps.push({ code: 'shared-identities', params: {} });
    if (match.basis === 'disputed') steps.push({ code: 'sender-disputed', params: {} });
    return steps;
  }
}

/** What is kept of the match: only what the steps don't tell (`matchOf`), as each contact has its decision. */
function traceOf({ basis, matchedBy, candidates }: Match): MatchTrace | undefined {
  if (!candidates && matchedBy.length < 2) return undefined;
  return {
    basis,
    ...(matchedBy.length > 0 && { by: matchedBy.map(({ type, value }) => ({ type, value })) }),
    ...(candidates && { candidates: candidates.map(({ id, verifiedIdentities, createdAtMs }) => candidateOf(id, verifiedIdentities, createdAtMs)) }),
  };
}

function candidateOf(personId: string, score: number, createdAtMs: number): NonNullable<MatchTrace['candidates']>[number] {
  return { personId, score, ...(Number.isFinite(createdAtMs) && createdAtMs > 0 && { knownSince: new Date(createdAtMs).toISOString() }) };
}
