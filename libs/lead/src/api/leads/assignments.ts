import type { Transaction } from '@tributary/event-log';
import { explainDecision, type LeadDecision } from '../../decision.js';

/** A change of hands after the first decision, which stands with the contact. */
export interface AssignmentView {
  readonly at: string;
  /** Null: nobody's. */
  readonly manager: { readonly id: string; readonly name: string } | null;
  readonly reason: string;
  readonly sentence: string;
  readonly steps: readonly string[];
}

interface Row {
  at: Date;
  manager_id: string | null;
  name: string | null;
  reason: string;
  steps: LeadDecision['steps'];
}

const SHOWN = 100;

/** Latest first. */
export async function listAssignments(tx: Transaction, leadId: string, locale: 'ru' | 'en'): Promise<AssignmentView[]> {
  const { rows } = await tx.query<Row>(
    `select a.at, a.manager_id, m.name, a.reason, a.steps from lead.assignment a left join lead.manager m on m.id = a.manager_id
      where a.lead_id = $1 order by a.at desc, a.id desc limit $2`,
    [leadId, SHOWN],
  );
  return rows.map(({ at, manager_id, name, reason, steps }) => ({
    at: at.toISOString(),
    manager: manager_id === null ? null : { id: manager_id, name: name ?? '' },
    reason,
    ...explainDecision({ steps }, locale),
  }));
}
