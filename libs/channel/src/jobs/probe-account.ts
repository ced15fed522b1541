import { randomUUID } from 'node:crypto';
import { type Locale, Problem } from '@tributary/platform';
import type { RunningAccount } from '../accounts/account.js';
import { type RawRequest, Refusal } from '../channel.js';
import type { Intake } from '../intake/intake.js';
import { PROBE_REASON } from '../job.js';
import '../texts.js';

/** What a probe came to: it is on disk, and its way can be followed by `GET /api/v1/contacts/:id`. */
export interface ProbeAnswer {
  readonly ok: true;
  readonly contactId: string;
  /** From the request to the commit. */
  readonly tookMs: number;
}

/**
 * Sends a synthetic contact the way that a real one goes: verified, parsed and stored as the provider's request would be. Whatever the
 * channel makes of it, it carries no identity and is no lead.
 * @throws Problem 409  the channel has no probe, or refuses its own one as the account is configured
 * @throws UnavailableError  it can't be stored now
 */
export async function probeAccount({ channel, account, submitting }: RunningAccount, intake: Pick<Intake, 'submit'>, locale: Locale): Promise<ProbeAnswer> {
  const { webhook } = channel;
  const sent = webhook && channel.probe?.(account, randomUUID());
  if (!sent) throw new Problem(409, 'capability-not-available', { params: { channel: channel.name, capability: 'probe' } });
  const startedAt = performance.now();
  const receivedAt = new Date();
  const request: RawRequest = { ...sent, query: {}, clientAddress: '127.0.0.1', receivedAt, locale };
  const { contacts } = orProblem(() => (webhook.verify?.(request, account), webhook.parse(request, account)));
  const marked = contacts.map((draft) => ({ ...draft, facts: { ...draft.facts, identities: [], notLeadReason: PROBE_REASON } }));
  const { ids } = await intake.submit({ account: submitting, receivedAt, contacts: marked });
  const [contactId] = ids;
  if (contactId === undefined) throw new Problem(409, 'probe-refused', { params: { reason: '0 contacts' } });
  return { ok: true, contactId, tookMs: Math.round(performance.now() - startedAt) };
}

/** What the channel says of its own probe, a customer would hear too. */
function orProblem<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reasons = error.errors.map(({ field, detail }) => `${field}: ${detail}`);
    throw new Problem(409, 'probe-refused', { params: { reason: [error.detail, ...reasons].join(' ') }, cause: error });
  }
}
