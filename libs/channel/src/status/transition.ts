import { causesOf, type Cause, type Facts, type Health, healthOf } from './facts.js';
import type { KnownStatus } from './known-status.js';
import type { TrafficVerdict } from './traffic/verdict.js';

/** One change of one fact, as the history keeps it. */
export interface Transition {
  readonly accountId: string;
  readonly at: Date;
  readonly fact: 'credential' | 'consumer' | 'traffic' | 'health';
  readonly state: string;
  /** Null: nothing was known before. */
  readonly was: string | null;
  readonly code: string | null;
}

/** What is to be written of an account. */
export interface StatusChange {
  readonly status: KnownStatus;
  readonly transitions: readonly Transition[];
  /** A fact, the verdict or a cause is another one: whoever reads the log is told. */
  readonly news: boolean;
}

const FACTS = ['credential', 'consumer', 'traffic', 'health'] as const;

/** @returns undefined when all is as it was */
export function changeOf(accountId: string, facts: Facts, traffic: TrafficVerdict, known: KnownStatus | undefined, now: Date): StatusChange | undefined {
  const causes = causesOf(facts);
  const states = { credential: facts.credential, consumer: facts.consumer, traffic: facts.traffic, health: healthOf(facts) };
  const since = (fact: (typeof FACTS)[number]) => (known?.[fact] === states[fact] ? known[`${fact}_since`] : now);
  const status: KnownStatus = {
    account_id: accountId,
    ...states,
    credential_since: since('credential'),
    consumer_since: since('consumer'),
    traffic_since: since('traffic'),
    health_since: since('health'),
    causes,
    expected_per_hour: traffic.expectedPerHour,
    confidence: traffic.confidence,
    detects_within_minutes: traffic.detectsWithinMinutes,
  };
  const changed = FACTS.filter((fact) => known?.[fact] !== states[fact]);
  const transitions = changed.map((fact) => ({
    accountId, at: now, fact, state: states[fact], was: known?.[fact] ?? null, code: codeOf(fact, states.health, causes),
  }));
  const news = changed.length > 0 || JSON.stringify(known?.causes) !== JSON.stringify(causes);
  return news || !sameFigures(status, known) ? { status, transitions, news } : undefined;
}

function codeOf(fact: Transition['fact'], health: Health, causes: readonly Cause[]): string | null {
  const cause = fact === 'health' ? (health === 'ok' ? undefined : causes[0]) : causes.find((each) => each.fact === fact);
  return cause?.code ?? null;
}

function sameFigures(a: KnownStatus, b: KnownStatus | undefined): boolean {
  return a.expected_per_hour === b?.expected_per_hour && a.confidence === b.confidence && a.detects_within_minutes === b.detects_within_minutes;
}
