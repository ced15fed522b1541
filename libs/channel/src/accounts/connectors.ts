import type { Locale } from '@tributary/platform';
import type pg from 'pg';
import type { Account } from './account.js';
import type { AccountDirectory } from './account-directory.js';
import type { AccountStore } from './account-store.js';
import { type CatchingUp, catchingUp } from './catching-up.js';
import { type Counts, type Figures, figuresOf, NO_COUNTS } from './figures.js';
import { type Action, actionOf } from '../status/action.js';
import { causesOf, type CredentialState, type Facts, type Health, healthOf, type TrafficState } from '../status/facts.js';
import { type Beat, beatsOf, NO_BEATS } from '../status/half-hours.js';
import { type KnownStatus, knownStatuses } from '../status/known-status.js';
import { consumerState, credentialState } from '../status/observe.js';
import { type ConsumerStatus, type PullFacts, pullFacts, pullFailure } from './pull-facts.js';

/** How one account is: three facts that are kept apart, and what is not known is called so. */
export interface Connector {
  readonly accountId: string;
  readonly channel: string;
  readonly name: string;
  readonly line: string;
  /** One verdict of all facts together, and since when it stands; null until it was first written down. */
  readonly health: Health;
  readonly since: string | null;
  /** What to do about the gravest cause; null when nothing is to be done. */
  readonly action: Action | null;
  readonly credential: CredentialState;
  readonly credentialSince: string | null;
  readonly consumer: { readonly status: ConsumerStatus; readonly since: string | null; readonly lastCycleAt: string | null };
  readonly traffic: Traffic;
  /** Payloads that wait for a fix and a replay. */
  readonly quarantined: number;
  /** What an outage left, while it is filled. */
  readonly catchingUp: CatchingUp | null;
  /** How many wait for somebody or something, as far as intake knows: those in quarantine and those that an outage left. */
  readonly waiting: number;
  /** Of the account, or of a payload that waits in quarantine: whichever came last. */
  readonly latestFailure: LatestFailure | null;
  /** The last 24 hours in half-hours, oldest first. */
  readonly beats: readonly Beat[];
}

interface Traffic {
  readonly state: TrafficState;
  readonly since: string | null;
  /** Contacts an hour that the present hour of week lets expect; null while learning. */
  readonly expectedPerHour: number | null;
  /** 0 to 1: how sure it is, or would be when raised, that this is no chance; null while learning. */
  readonly confidence: number | null;
  /** Were it to go quiet now, it would be raised within so many minutes; null while learning, or when that is more than 3 days. */
  readonly detectsWithinMinutes: number | null;
  readonly lastContactAt: string | null;
  readonly today: Counts;
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

const MAX_ACCOUNTS = 1000;

/** Status of every account, newest first. "Today" is a day of UTC. */
export async function connectors(pool: pg.Pool, store: AccountStore, directory: AccountDirectory, locale: Locale): Promise<Connector[]> {
  const accounts = await store.list(MAX_ACCOUNTS);
  const ids = accounts.map(({ id }) => id);
  const [figures, pulls, gaps, known, beats] = await Promise.all([
    figuresOf(pool), pullFacts(pool, ids), catchingUp(pool, ids), knownStatuses(pool), beatsOf(pool),
  ]);
  return accounts.map((account) => connector(account, {
    locale, directory,
    figures: figures.get(account.id),
    pull: pulls.get(account.id),
    gap: gaps.get(account.id) ?? null,
    known: known.get(account.id),
    beats: beats.get(account.id) ?? NO_BEATS,
  }));
}

interface Found {
  readonly locale: Locale;
  readonly directory: AccountDirectory;
  readonly figures: Figures | undefined;
  readonly pull: PullFacts | undefined;
  readonly gap: CatchingUp | null;
  readonly known: KnownStatus | undefined;
  readonly beats: readonly Beat[];
}

function connector(account: Account, found: Found): Connector {
  const { figures, pull, gap, known, beats, locale } = found;
  const facts = factsOf(account, found);
  const health = healthOf(facts);
  const { accepted, repeats, revisions, quarantined } = figures ?? NO_COUNTS;
  const open = figures?.open ?? 0;
  return {
    accountId: account.id,
    channel: account.channel,
    name: account.name,
    line: account.line,
    health,
    since: known?.health === health ? known.health_since.toISOString() : null,
    action: actionOf(causesOf(facts), locale),
    credential: facts.credential,
    credentialSince: known?.credential === facts.credential ? known.credential_since.toISOString() : null,
    consumer: {
      status: facts.consumer,
      since: known?.consumer === facts.consumer ? known.consumer_since.toISOString() : null,
      lastCycleAt: pull?.last_cycle_at?.toISOString() ?? null,
    },
    traffic: {
      state: facts.traffic,
      since: known?.traffic_since.toISOString() ?? null,
      expectedPerHour: known?.expected_per_hour ?? null,
      confidence: known?.confidence ?? null,
      detectsWithinMinutes: known?.detects_within_minutes ?? null,
      lastContactAt: figures?.last_contact_at?.toISOString() ?? null,
      today: { accepted, repeats, revisions, quarantined },
    },
    quarantined: open,
    catchingUp: gap,
    waiting: open + (gap ? Math.max(0, gap.announced - gap.done) : 0),
    latestFailure: later(pull ? pullFailure(pull, locale) : null, quarantineFailure(figures)),
    beats,
  };
}

/** As they are now; what traffic should be is the watch's judgement. */
function factsOf(account: Account, { directory, figures, pull, known }: Found): Facts {
  const channel = directory.channel(account.channel);
  const missingField = channel?.settings.safeParse(account.settings).error?.issues[0]?.path.map(String).join('.');
  return {
    credential: credentialState(channel, missingField !== undefined, pull),
    consumer: consumerState(channel, pull),
    traffic: known?.traffic ?? 'learning',
    quarantined: figures?.open ?? 0,
    proven: pull?.last_cycle_at != null || figures?.last_contact_at != null,
    missingField,
    failure: pull?.failed_at ? { class: pull.failure_class, detail: pull.failure_detail, field: pull.failure_field ?? undefined } : undefined,
  };
}

function quarantineFailure(figures: Figures | undefined): LatestFailure | null {
  if (!figures?.failed_at) return null;
  return { at: figures.failed_at.toISOString(), class: figures.failure_class, code: figures.code, detail: figures.detail };
}

function later(a: LatestFailure | null, b: LatestFailure | null): LatestFailure | null {
  if (!a || !b) return a ?? b;
  return a.at >= b.at ? a : b;
}
