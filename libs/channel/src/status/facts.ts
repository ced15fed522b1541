import type { Localized } from '../channel.js';

export type CredentialState = 'valid' | 'invalid' | 'missing' | 'unknown';
export type ConsumerState = 'alive' | 'stalled' | 'stopped' | 'unknown';
/** `learning`: too little is known of the account's own hours of week to call anything unusual. */
export type TrafficState = 'plausible' | 'too-quiet' | 'too-much' | 'learning';
/** One verdict for the board: `broken` takes nothing in until somebody acts, `attention` works but not as it should. */
export type Health = 'ok' | 'attention' | 'broken' | 'unknown';
export type Fact = 'credential' | 'consumer' | 'traffic' | 'quarantine';

export type CauseCode =
  | 'credentials-refused' | 'settings-incomplete' | 'not-run' | 'not-answering' | 'too-quiet' | 'too-much' | 'not-understood';

/** Why an account is not well; what to do follows from the code. */
export interface Cause {
  readonly fact: Fact;
  readonly code: CauseCode;
  /** What the provider or the channel said. */
  readonly detail?: Localized;
  /** The setting at which a person can mend it. */
  readonly field?: string;
}

export interface Facts {
  readonly credential: CredentialState;
  readonly consumer: ConsumerState;
  readonly traffic: TrafficState;
  /** Payloads that wait in quarantine. */
  readonly quarantined: number;
  /** Has ever brought a contact or completed a cycle. */
  readonly proven: boolean;
  /** The latest failure of the account itself. */
  readonly failure?: { readonly class: string; readonly detail: Localized; readonly field?: string };
  /** The first setting that is missing or wrong. */
  readonly missingField?: string;
}

/** Gravest first: the first one says what to do. */
export function causesOf(facts: Facts): Cause[] {
  return [credentialCause(facts), consumerCause(facts), trafficCause(facts), quarantineCause(facts)].filter((cause) => cause !== undefined);
}

/** What is not known is called so: a webhook account that never took a contact is not "ok". */
export function healthOf(facts: Facts): Health {
  if (facts.credential === 'invalid' || facts.credential === 'missing' || facts.consumer === 'stopped') return 'broken';
  if (causesOf(facts).length > 0) return 'attention';
  if (facts.consumer === 'unknown') return 'unknown';
  return facts.credential === 'valid' || facts.proven ? 'ok' : 'unknown';
}

function credentialCause({ credential, failure, missingField }: Facts): Cause | undefined {
  if (credential === 'missing') return { fact: 'credential', code: 'settings-incomplete', field: missingField };
  if (credential !== 'invalid') return undefined;
  const said = failure?.class === 'credentials' ? failure : undefined;
  return { fact: 'credential', code: 'credentials-refused', detail: said?.detail, field: said?.field };
}

/** Who has no credentials that work doesn't run: that is one cause, not two. */
function consumerCause({ credential, consumer, failure }: Facts): Cause | undefined {
  if (credential === 'invalid' || credential === 'missing') return undefined;
  if (consumer === 'stopped') return { fact: 'consumer', code: 'not-run' };
  return consumer === 'stalled' ? { fact: 'consumer', code: 'not-answering', detail: failure?.detail, field: failure?.field } : undefined;
}

function trafficCause({ traffic }: Facts): Cause | undefined {
  return traffic === 'too-quiet' || traffic === 'too-much' ? { fact: 'traffic', code: traffic } : undefined;
}

function quarantineCause({ quarantined }: Facts): Cause | undefined {
  return quarantined > 0 ? { fact: 'quarantine', code: 'not-understood' } : undefined;
}
