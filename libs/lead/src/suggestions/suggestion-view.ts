import type { Locale } from '@tributary/platform';
import { explainSuggestion } from './reason.js';
import type { SuggestionRow } from './suggestion-store.js';

/** A suggestion as the API shows it; the first person is the one that would survive. */
export function showSuggestion(row: SuggestionRow, locale: Locale) {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    score: Math.round(row.score * 1000) / 1000,
    rule: row.rule,
    people: [
      { id: row.personId, name: row.name, ...(row.company && { company: row.company }) },
      { id: row.otherPersonId, name: row.otherName, ...(row.otherCompany && { company: row.otherCompany }) },
    ],
    ...(row.contactId && { contactId: row.contactId }),
    reasons: row.reasons,
    ...(row.keys.length > 0 && { keys: row.keys, rejected: row.rejected }),
    sentence: explainSuggestion(row.reasons, locale),
    createdAt: row.createdAt.toISOString(),
    ...(row.decidedAt && { decidedAt: row.decidedAt.toISOString() }),
    ...(row.decidedBy && { decidedBy: row.decidedBy }),
  };
}

export type SuggestionView = ReturnType<typeof showSuggestion>;
