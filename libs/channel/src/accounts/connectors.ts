import type pg from 'pg';
import type { Account } from './account.js';
import type { AccountDirectory } from './account-directory.js';
import type { AccountStore } from './account-store.js';
import { secretPaths } from './secret-settings.js';

/** How one account is: three facts that are kept apart, and what is not known is called so. */
export interface Connector {
  readonly accountId: string;
  readonly channel: string;
  readonly name: string;
  readonly line: string;
  readonly credential: 'valid' | 'missing' | 'unknown';
  readonly consumer: { readonly status: 'alive' | 'unknown'; readonly lastCycleAt: string | null };
  readonly traffic: { readonly lastContactAt: string | null; readonly today: Counts };
  /** Payloads that wait for a fix and a replay. */
  readonly quarantined: number;
  readonly latestFailure: { readonly at: string; readonly class: string; readonly code: string; readonly detail: string } | null;
}

interface Counts {
  readonly accepted: number;
  readonly repeats: number;
  readonly revisions: number;
  readonly quarantined: number;
}

interface Figures extends Counts {
  readonly account_id: string;
  readonly last_contact_at: Date | null;
  readonly open: number;
  readonly failed_at: Date | null;
  readonly failure_class: string;
  readonly code: string;
  readonly detail: string;
}

const MAX_ACCOUNTS = 1000;
const NO_COUNTS: Counts = { accepted: 0, repeats: 0, revisions: 0, quarantined: 0 };

/** Status of every account, newest first. "Today" is a day of UTC. */
export async function connectors(pool: pg.Pool, store: AccountStore, directory: AccountDirectory): Promise<Connector[]> {
  const accounts = await store.list(MAX_ACCOUNTS);
  const figures = await figuresOf(pool, accounts);
  return accounts.map((account) => {
    const found = figures.get(account.id);
    const { accepted, repeats, revisions, quarantined } = found ?? NO_COUNTS;
    return {
      accountId: account.id,
      channel: account.channel,
      name: account.name,
      line: account.line,
      credential: credentialOf(account, directory),
      // A webhook's consumer is the server that gives this answer.
      consumer: { status: directory.channel(account.channel)?.webhook ? 'alive' : 'unknown', lastCycleAt: null },
      traffic: { lastContactAt: found?.last_contact_at?.toISOString() ?? null, today: { accepted, repeats, revisions, quarantined } },
      quarantined: found?.open ?? 0,
      latestFailure: found?.failed_at ? { at: found.failed_at.toISOString(), class: found.failure_class, code: found.code, detail: found.detail } : null,
    };
  });
}

function credentialOf(account: Account, directory: AccountDirectory): Connector['credential'] {
  const channel = directory.channel(account.channel);
  if (!channel) return 'unknown';
  if (!channel.settings.safeParse(account.settings).success) return 'missing';
  // Nothing to be wrong about; whether a secret is right, only the provider knows.
  return secretPaths(channel.settings).length === 0 ? 'valid' : 'unknown';
}

async function figuresOf(pool: pg.Pool, accounts: readonly Account[]): Promise<Map<string, Figures>> {
  const { rows } = await pool.query<Figures>(
    `select a.id as account_id, t.*, q.open, f.*
       from unnest($1::uuid[]) as a (id)
       cross join lateral (
         select coalesce(sum(accepted) filter (where today), 0)::int as accepted, coalesce(sum(repeats) filter (where today), 0)::int as repeats,
                coalesce(sum(revisions) filter (where today), 0)::int as revisions, coalesce(sum(quarantined) filter (where today), 0)::int as quarantined,
                max(last_contact_at) as last_contact_at
           from (select *, minute >= date_trunc('day', now()) as today from intake.tally where account_id = a.id) as tally) as t
       cross join lateral (select count(*)::int as open from intake.quarantine where account_id = a.id and status = 'open') as q
       left join lateral (
         select received_at as failed_at, failure_class, code, detail from intake.quarantine
          where account_id = a.id and status = 'open' order by received_at desc limit 1) as f on true`,
    [accounts.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.account_id, row]));
}
