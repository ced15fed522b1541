import type { Locale } from '@tributary/platform';
import type pg from 'pg';
import type { Account } from './account.js';
import type { AccountDirectory } from './account-directory.js';
import type { AccountStore } from './account-store.js';
import { type CatchingUp, catchingUp } from './catching-up.js';
import type { Channel } from '../channel.js';
import { consumerStatus, type ConsumerStatus, type PullFacts, pullFacts, pullFailure } from './pull-facts.js';
import { secretPaths } from './secret-settings.js';

/** How one account is: three facts that are kept apart, and what is not known is called so. */
export interface Connector {
  readonly accountId: string;
  readonly channel: string;
  readonly name: string;
  readonly line: string;
  readonly credential: 'valid' | 'invalid' | 'missing' | 'unknown';
  readonly consumer: { readonly status: ConsumerStatus; readonly lastCycleAt: string | null };
  readonly traffic: { readonly lastContactAt: string | null; readonly today: Counts };
  /** Payloads that wait for a fix and a replay. */
  readonly quarantined: number;
  /** What an outage left, while it is filled. */
  readonly catchingUp: CatchingUp | null;
  /** Of the account, or of a payload that waits in quarantine: whichever came last. */
  readonly latestFailure: LatestFailure | null;
}

interface LatestFailure {
  readonly at: string;
  readonly class: string;
  readonly code: string;
  readonly detail: string;
  /** The setting at which a person can mend it. */
  readonly field?: string;
  /** While the account waits for it. */
  readonly nextTryAt?: string;
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
export async function connectors(pool: pg.Pool, store: AccountStore, directory: AccountDirectory, locale: Locale): Promise<Connector[]> {
  const accounts = await store.list(MAX_ACCOUNTS);
  const figures = await figuresOf(pool, accounts);
  const pulls = await pullFacts(pool, accounts.map(({ id }) => id));
  const gaps = await catchingUp(pool, accounts.map(({ id }) => id));
  return accounts.map((account) => {
    const found = figures.get(account.id);
    const pull = pulls.get(account.id);
    const { accepted, repeats, revisions, quarantined } = found ?? NO_COUNTS;
    return {
      accountId: account.id,
      channel: account.channel,
      name: account.name,
      line: account.line,
      credential: credentialOf(account, directory, pull),
      consumer: { status: consumerOf(directory.channel(account.channel), pull), lastCycleAt: pull?.last_cycle_at?.toISOString() ?? null },
      traffic: { lastContactAt: found?.last_contact_at?.toISOString() ?? null, today: { accepted, repeats, revisions, quarantined } },
      quarantined: found?.open ?? 0,
      catchingUp: gaps.get(account.id) ?? null,
      latestFailure: later(pull ? pullFailure(pull, locale) : null, quarantineFailure(found)),
    };
  });
}

function consumerOf(channel: Channel | undefined, pull: PullFacts | undefined): ConsumerStatus {
  if (channel?.pull) return pull ? consumerStatus(pull, channel.pull.stalledAfterMs) : 'unknown';
  // A webhook's consumer is the server that gives this answer.
  return channel?.webhook ? 'alive' : 'unknown';
}

function quarantineFailure(figures: Figures | undefined): LatestFailure | null {
  if (!figures?.failed_at) return null;
  return { at: figures.failed_at.toISOString(), class: figures.failure_class, code: figures.code, detail: figures.detail };
}

function later(a: LatestFailure | null, b: LatestFailure | null): LatestFailure | null {
  if (!a || !b) return a ?? b;
  return a.at >= b.at ? a : b;
}

function credentialOf(account: Account, directory: AccountDirectory, pull: PullFacts | undefined): Connector['credential'] {
  const channel = directory.channel(account.channel);
  if (!channel) return 'unknown';
  if (!channel.settings.safeParse(account.settings).success) return 'missing';
  if (channel.pull) return pull?.credential ?? 'unknown';
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
