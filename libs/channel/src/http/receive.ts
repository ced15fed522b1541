import { Problem } from '@tributary/platform';
import type { RunningAccount } from '../accounts/account.js';
import { type Answer, type ParsedRequest, PayloadError, type RawRequest, Refusal } from '../channel.js';
import { FoldError, UnavailableError, UnstorableError } from '../intake/errors.js';
import type { Intake } from '../intake/intake.js';
import type { QuarantineDraft, Receipt } from '../intake/submission.js';
import { keepRequest } from './kept-request.js';

export interface Received {
  readonly answer: Answer;
  /** Why it went to quarantine instead, if it did: a defect of ours is logged by the caller. */
  readonly quarantined?: { readonly id: string; readonly error: Error };
}

/** What the sender of a payload that nobody understood is told: it is kept, don't send it again. */
export type Acknowledge = (quarantineId: string) => Answer;

/**
 * Verifies, parses, stores and answers one request: the answer is given after the commit. What can't be understood is
 * stored raw and acknowledged, so that it neither blocks what comes after it nor disappears.
 * @throws Problem  the sender's mistake; nothing was stored
 * @throws UnavailableError  nothing is known to be stored
 */
export async function receive(running: RunningAccount, request: RawRequest, intake: Intake, acknowledge: Acknowledge): Promise<Received> {
  const { webhook } = running.channel;
  if (!webhook) throw new Problem(404, 'not-found');
  // Outside of what is caught below: a verification that breaks down vouches for nothing, so nothing is kept.
  verify(running, request);
  try {
    const parsed = webhook.parse(request, running.account);
    const receipt = await store(running, request, parsed, intake);
    return { answer: parsed.answer?.(receipt.ids) ?? { status: 200 } };
  } catch (error) {
    if (error instanceof Problem || error instanceof UnavailableError) throw error;
    if (error instanceof Refusal) throw refusalProblem(error);
    const { quarantineIds } = await intake.submit({
      account: running.submitting,
      receivedAt: request.receivedAt,
      contacts: [],
      quarantine: [quarantineDraft(request, error)],
    });
    const [id = ''] = quarantineIds;
    return { answer: webhook.acknowledgement ?? acknowledge(id), quarantined: { id, error: asError(error) } };
  }
}

function verify({ channel, account }: RunningAccount, request: RawRequest): void {
  try {
    channel.webhook?.verify?.(request, account);
  } catch (error) {
    throw error instanceof Refusal ? refusalProblem(error) : error;
  }
}

/** A request that holds no contact (a handshake, a service message) stores nothing. */
function store(running: RunningAccount, { receivedAt }: RawRequest, { contacts }: ParsedRequest, intake: Intake): Promise<Pick<Receipt, 'ids'>> {
  if (contacts.length === 0) return Promise.resolve({ ids: [] });
  return intake.submit({ account: running.submitting, receivedAt, contacts });
}

export function refusalProblem(refusal: Refusal): Problem {
  const { status, code, detail, errors } = refusal;
  return new Problem(status, code, { detail, ...(errors.length > 0 && { errors }), cause: refusal });
}

const MAX_DETAIL_LENGTH = 1000;

export function quarantineDraft(request: RawRequest, error: unknown): QuarantineDraft {
  const { message } = asError(error);
  return { ...keepRequest(request), ...reasonOf(error), detail: message.replaceAll('\0', '').slice(0, MAX_DETAIL_LENGTH) };
}

/** Where it failed and whose fault it is. */
export function reasonOf(error: unknown): Pick<QuarantineDraft, 'stage' | 'failureClass' | 'code'> {
  if (error instanceof Refusal) return { stage: 'parse', failureClass: 'payload', code: 'refused' };
  if (error instanceof PayloadError) return { stage: 'parse', failureClass: 'payload', code: 'not-understood' };
  if (error instanceof UnstorableError) return { stage: 'store', failureClass: 'payload', code: 'not-storable' };
  if (error instanceof FoldError) return { stage: 'store', failureClass: 'internal', code: 'fold-failed' };
  return { stage: 'parse', failureClass: 'internal', code: 'parser-failed' };
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
