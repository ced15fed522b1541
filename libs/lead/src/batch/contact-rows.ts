import type { InboundContact } from './inbound-contact.js';
import type { Decided } from './decide.js';
import type { Placement } from './place.js';

/** A contact as the batch leaves it: its latest facts, and how it was placed unless an earlier batch did that. */
export interface ContactRow {
  readonly id: string;
  facts: InboundContact;
  placement: Placement | undefined;
  readonly isNew: boolean;
  /** In the order of the batch, from 1. */
  readonly number: number;
}

/** One row for each contact, however many of its revisions the batch holds. Pure. */
export function contactRows(placements: readonly Placement[]): ContactRow[] {
  const rows = new Map<string, ContactRow>();
  for (const placement of placements) {
    const { contact, kind } = placement.match;
    const placed = kind === 'revised' ? undefined : placement;
    const row = rows.get(contact.id);
    if (!row) rows.set(contact.id, { id: contact.id, facts: contact, placement: placed, isNew: kind === 'new', number: rows.size + 1 });
    else Object.assign(row, { facts: contact, placement: placed ?? row.placement });
  }
  return [...rows.values()];
}

/** The columns that a placement decides. */
export interface PlacedColumns {
  readonly line: string;
  readonly personId: string | undefined;
  readonly leadId: string | undefined;
  readonly notLeadReason: string | undefined;
  /** JSON. */
  readonly decision: string;
  readonly isAssigned: boolean;
}

/** @param facts  the latest: what was no lead may be that for another reason by now */
export function placedColumns(placement: Placement, facts: InboundContact, { decisions, managerByLead }: Decided): PlacedColumns {
  const { match, line, leadId } = placement;
  const isNobodys = leadId === undefined && match.personId === undefined;
  const notLeadReason = (isNobodys ? facts.notLeadReason : undefined) ?? placement.notLeadReason;
  return {
    line,
    personId: match.personId,
    leadId,
    notLeadReason,
    decision: JSON.stringify(decisions.get(placement) ?? { steps: [] }),
    isAssigned: leadId !== undefined && managerByLead.get(leadId) !== undefined,
  };
}
