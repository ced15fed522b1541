import { chooseManager, type Office, type OpenLead, type PersonMatch, type RoutingRequest } from '@tributary/routing';
import type { LeadChoice, LeadDecision, LeadStep, MatchTrace } from '../decision.js';
import type { Counter } from './counter.js';
import type { Match } from './match.js';
import type { NewLead, PlacedLead, Placement } from './place.js';
import type { KnownPerson } from './read-known.js';

export interface Desk {
  readonly office: Office;
  readonly counter: Counter;
  readonly persons: ReadonlyMap<string, KnownPerson>;
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
  /** Of leads that the batch opens, by id. */
  readonly choices: ReadonlyMap<string, LeadChoice>;
  /** When somebody else is looked for, by id of a lead that was joined while its manager is away. */
  readonly awayDueAt: ReadonlyMap<string, Date>;
  /** When somebody must have answered, by id of a lead that the batch opens. */
  readonly answerDueAt: ReadonlyMap<string, Date>;
  /** Who has each lead of the batch now. */
  readonly managerByLead: ReadonlyMap<string, string | undefined>;
  /** Persons who got their own manager: the one of their first lead that had one. */
  readonly newOwners: ReadonlyMap<string, string>;
  /** Queues whose turn went on. */
  readonly moved: readonly { id: string; cursor: number }[];
}

/** Decides contact by contact, as if each came alone: what one decides (an owner, the turn) the next one sees. */
export function decide(placements: readonly Placement[], desk: Desk, byHand?: ByHand): Decided {
  return new Decider(desk, byHand).run(placements);
}

class Decider {
  readonly #decisions = new Map<Placement, LeadDecision>();
  readonly #choices = new Map<string, LeadChoice>();
  readonly #answerDueAt = new Map<string, Date>();
  readonly #awayDueAt = new Map<string, Date>();
  readonly #managerByLead = new Map<string, string | undefined>();
  readonly #newOwners = new Map<string, string>();
  /** Persons of this batch that the contacts before already brought. */
  readonly #names = new Map<string, string>();

  constructor(
    readonly desk: Desk,
    readonly byHand: ByHand | undefined,
  ) {}

  run(placements: readonly Placement[]): Decided {
    for (const placement of placements) {
      if (placement.lead && 'joined' in placement.lead) this.#managerByLead.set(placement.lead.joined.id, placement.lead.joined.managerId);
      if (placement.outcome !== 'revised') this.#decisions.set(placement, this.#decide(placement));
    }
    return {
      decisions: this.#decisions,
      choices: this.#choices,
      awayDueAt: this.#awayDueAt,
      answerDueAt: this.#answerDueAt,
      managerByLead: this.#managerByLead,
      newOwners: this.#newOwners,
      moved: this.desk.office.moved,
    };
  }

  #decide(placement: Placement): LeadDecision {
    const { personId, contact } = placement.match;
    const opened = placement.outcome === 'opened' && placement.lead && 'opened' in placement.lead ? placement.lead.opened : undefined;
    const choice: LeadChoice = opened && this.byHand?.managerId !== undefined ? this.#given(this.byHand.managerId) : chooseManager(this.#request(placement), this.desk.office);
    if (opened) this.#keep(placement, opened, choice);
    else if (choice.due?.what === 'away' && placement.leadId !== undefined) this.#awayDueAt.set(placement.leadId, choice.due.at);
    if (personId !== undefined && !this.#names.has(personId)) this.#names.set(personId, contact.envelope.sender?.name ?? '');
    const trace = traceOf(placement.match);
    return { ...choice.decision, steps: [...this.#circumstances(placement), ...choice.decision.steps], ...(trace && { match: trace }) };
  }

  #given(managerId: string | null): LeadChoice {
    if (managerId === null) return { decision: { steps: [{ code: 'assigned-by-hand', params: { manager: '' } }] }, waiting: 'pool' };
    return { decision: { managerId, steps: [{ code: 'assigned-by-hand', params: { manager: this.desk.office.name(managerId) } }] } };
  }

  #request(placement: Placement): RoutingRequest {
    const { match, lead, notLeadReason } = placement;
    const asked = { person: this.#personOf(match), lead: () => this.desk.counter.leadOf(placement) };
    if (notLeadReason === 'repeat') return { ...asked, opensRepeat: false };
    if (notLeadReason !== undefined) return { ...asked, notLeadReason };
    const openLead = lead && this.#openLead(placement, lead);
    return openLead ? { ...asked, openLead } : asked;
  }

  #personOf({ basis, personId, matchedBy }: Match): PersonMatch {
    if (basis === 'unknown') return { status: 'new' };
    if (personId === undefined || !matchedBy[0]) return { status: 'unidentified' };
    const known = this.desk.persons.get(personId);
    return {
      status: 'known',
      name: known?.name || this.#names.get(personId) || '',
      by: { type: matchedBy[0].type, value: matchedBy[0].value },
      ownerId: this.#newOwners.get(personId) ?? known?.managerId,
    };
  }

  /** @returns nothing for the contact that opens the lead */
  #openLead({ match: { contact }, line }: Placement, lead: PlacedLead): OpenLead | undefined {
    if ('opened' in lead && lead.opened.openedBy === contact) return undefined;
    const { id } = 'opened' in lead ? lead.opened : lead.joined;
    return { id, line, managerId: this.#managerByLead.get(id) };
  }

  #keep(placement: Placement, { id, personId }: NewLead, choice: LeadChoice): void {
    const { managerId } = choice.decision;
    this.#choices.set(id, choice);
    const dueAt = this.desk.counter.answerDueAt(placement);
    if (dueAt) this.#answerDueAt.set(id, dueAt);
    this.#managerByLead.set(id, managerId);
    if (managerId === undefined || personId === undefined) return;
    const ownerId = this.#newOwners.get(personId) ?? this.desk.persons.get(personId)?.managerId;
    // Whose manager left is nobody's.
    if (ownerId !== undefined && this.desk.office.presence(ownerId).away !== 'left') return;
    this.#newOwners.set(personId, managerId);
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
