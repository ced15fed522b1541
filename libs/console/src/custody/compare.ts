import type { IntakeCustody, LeadCustody, LogCheck } from './answers.js';
import { minuteOf } from './minute.js';

/**
 * What does not add up:
 * - `not-handled`: accepted or on the log, and the lead service has neither contact nor quarantine;
 * - `revision-behind`: the lead service has an older revision than intake;
 * - `gone-from-intake`: handled, and no longer in intake, which once counted it;
 * - `count-differs`: fewer in intake than it counted, beyond those that could be named;
 * - `gone-from-log`: handled, and no longer on the log (or Kafka) though it is young enough to be there;
 * - `part-missing`, `blob-missing`, `blob-corrupt`: raw bytes or an attachment are gone, or are other bytes.
 */
export type FindingKind =
  | 'not-handled' | 'revision-behind' | 'gone-from-intake' | 'count-differs' | 'gone-from-log' | 'part-missing' | 'blob-missing' | 'blob-corrupt';

export interface Finding {
  readonly kind: FindingKind;
  /** In which it was received, or appended for those of the log. */
  readonly minute: Date;
  readonly accountId: string;
  /** Empty for `count-differs`. */
  readonly contactId: string;
  /** The blob's name, where it is one. */
  readonly subject: string;
  /** Of contacts. */
  readonly count: number;
}

/** A page of intake against the same ids of the lead service, for one minute of receipt. Pure. */
export function comparePage(minute: Date, intake: Pick<IntakeCustody, 'contacts' | 'faults'>, lead: LeadCustody): Finding[] {
  const handled = new Map(lead.contacts.map(({ id, revision }) => [id, revision]));
  const quarantined = new Set(lead.quarantined);
  const behind = intake.contacts.filter(({ id, revision }) => !quarantined.has(id) && (handled.get(id) ?? 0) < revision);
  return [
    ...behind.map(({ id, accountId }) => finding(handled.has(id) ? 'revision-behind' : 'not-handled', minute, accountId, id)),
    ...intake.faults.map(({ kind, accountId, contactId, sha256 }) => finding(kind, minute, accountId, contactId, sha256 ?? '')),
  ];
}

/** Contacts that intake has of one minute, by account. */
export type Present = ReadonlyMap<string, ReadonlySet<string>>;

/** How many of its contacts an account no longer has; a contact that intake never counted came by the log alone, which is allowed. */
export function missingOf(present: Present, accepted: IntakeCustody['accepted']): { accountId: string; missing: number }[] {
  return (accepted ?? []).map(({ accountId, count }) => ({ accountId, missing: count - (present.get(accountId)?.size ?? 0) })).filter(({ missing }) => missing > 0);
}

/** Contacts that intake counted and no longer has. The lead service names them; whom it doesn't know is told as a number. Pure. */
export function nameMissing(minute: Date, present: Present, missing: ReturnType<typeof missingOf>, lead: Pick<LeadCustody, 'contacts'>): Finding[] {
  return missing.flatMap(({ accountId, missing: count }) => {
    const named = lead.contacts.filter(({ id, accountId: whose }) => whose === accountId && present.get(accountId)?.has(id) !== true).slice(0, count);
    const unnamed = count - named.length;
    return [
      ...named.map(({ id }) => finding('gone-from-intake', minute, accountId, id)),
      ...(unnamed > 0 ? [finding('count-differs', minute, accountId, '', '', unnamed)] : []),
    ];
  });
}

/** The lead service against the log. Pure. */
export function compareLog({ notInLog, notHandled }: LogCheck): Finding[] {
  return [
    ...notInLog.map(({ id, accountId, appendedAt }) => finding('gone-from-log', minuteOf(appendedAt), accountId, id)),
    ...notHandled.map(({ id, accountId, appendedAt }) => finding('not-handled', minuteOf(appendedAt), accountId, id)),
  ];
}

function finding(kind: FindingKind, minute: Date, accountId: string, contactId: string, subject = '', count = 1): Finding {
  return { kind, minute, accountId, contactId, subject, count };
}
