import type { Missing } from '../stats/unaccounted.js';
import type { AuditRunner } from './audit-runner.js';
import type { CustodyStore } from './custody-store.js';

export interface UnaccountedContacts {
  readonly accountId: string;
  /** Null: of minutes that are no longer counted one by one. */
  readonly minute: string | null;
  readonly count: number;
  /** As far as they can be named now; an audit of their time names the others. */
  readonly contactIds: readonly string[];
}

const NAMED = 500;

/** Names what is unaccounted: young ones by looking now, old ones by what audits found. */
export async function unaccountedContacts(rows: readonly Missing[], runner: AuditRunner, store: CustodyStore): Promise<UnaccountedContacts[]> {
  const minutes = new Map<string, Promise<Map<string, string[]>>>();
  const named = (minute: string): Promise<Map<string, string[]>> => {
    const known = minutes.get(minute) ?? runner.minute(new Date(minute)).then(({ findings }) => notHandled(findings));
    minutes.set(minute, known);
    return known;
  };
  return Promise.all(rows.map(async ({ accountId, minute, count }) => ({
    accountId,
    minute: minute ?? null,
    count,
    contactIds: ((minute ? await named(minute) : notHandled(await store.findings(NAMED, { open: true, accountId }))).get(accountId) ?? []).slice(0, NAMED),
  })));
}

function notHandled(findings: readonly { kind: string; accountId: string | null; contactId: string | null }[]): Map<string, string[]> {
  const byAccount = new Map<string, string[]>();
  for (const { kind, accountId, contactId } of findings) {
    if (kind !== 'not-handled' || !accountId || !contactId) continue;
    byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), contactId]);
  }
  return byAccount;
}
