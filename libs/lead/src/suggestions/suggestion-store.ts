import type { Transaction } from '@tributary/event-log';
import type { Reason } from './reason.js';

/** `superseded`: another suggestion says the same since a merge. */
export type SuggestionStatus = 'open' | 'accepted' | 'rejected' | 'superseded';

export interface SuggestionRow {
  readonly id: string;
  readonly kind: string;
  readonly score: number;
  readonly rule: string;
  readonly status: SuggestionStatus;
  readonly personId: string;
  readonly otherPersonId: string;
  readonly contactId: string | null;
  readonly reasons: readonly Reason[];
  /** Keys by which the two came to be compared; none where a contact joined them. */
  readonly keys: readonly string[];
  /** Who else was compared then and not suggested, likest first. */
  readonly rejected: readonly { readonly personId: string; readonly score: number }[];
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly name: string;
  readonly company: string;
  readonly otherName: string;
  readonly otherCompany: string;
  /** Its time for a cursor, exact to the microsecond. */
  readonly position: string;
}

export interface SuggestionFilter {
  readonly status?: SuggestionStatus | undefined;
  readonly personId?: string | undefined;
}

const SUGGESTIONS = `
  select s.id, s.kind, s.score, s.rule, s.status, s.person_id as "personId", s.other_person_id as "otherPersonId", s.contact_id as "contactId",
         s.reasons, s.keys, s.rejected, s.created_at as "createdAt", s.decided_at as "decidedAt", s.decided_by as "decidedBy",
         p.name, p.company, o.name as "otherName", o.company as "otherCompany",
         to_char(s.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as position
    from lead.suggestion s join lead.person p on p.id = s.person_id join lead.person o on o.id = s.other_person_id`;
/** Between two who are still two. */
const UNDECIDED = `s.status = 'open' and p.merged_into is null and o.merged_into is null and p.erased_at is null and o.erased_at is null`;

/** @param before  created_at and id of the last one seen; newest first */
export async function listSuggestions(tx: Transaction, filter: SuggestionFilter, page: { limit: number; before?: readonly [string, string] | undefined }): Promise<SuggestionRow[]> {
  const { rows } = await tx.query<SuggestionRow>(
    `${SUGGESTIONS}
      where ${filter.status === 'open' ? UNDECIDED : '($1::text is null or s.status = $1)'}
        and ($1::text is null or s.status = $1) and ($2::uuid is null or $2 in (s.person_id, s.other_person_id))
        and ($3::timestamptz is null or (s.created_at, s.id) < ($3, $4::uuid))
      order by s.created_at desc, s.id desc limit $5`,
    [filter.status ?? null, filter.personId ?? null, page.before?.[0] ?? null, page.before?.[1] ?? null, page.limit],
  );
  return rows;
}

export async function findSuggestion(tx: Transaction, id: string): Promise<SuggestionRow | undefined> {
  return (await tx.query<SuggestionRow>(`${SUGGESTIONS} where s.id = $1`, [id])).rows[0];
}

/** For good: the pair is never suggested again. @returns false when it is decided already */
export async function rejectSuggestion(tx: Transaction, id: string, actor: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update lead.suggestion set status = 'rejected', decided_at = now(), decided_by = $2, automatic = false where id = $1 and status = 'open'`,
    [id, actor],
  );
  return rowCount === 1;
}

/** Those that a line's setting lets be merged without asking, oldest first. */
export async function automaticSuggestions(tx: Transaction): Promise<SuggestionRow[]> {
  return (await tx.query<SuggestionRow>(`${SUGGESTIONS} where s.automatic and ${UNDECIDED} order by s.created_at, s.id limit 100`)).rows;
}
