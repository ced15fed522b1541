import type { RunningAccount } from '../accounts/account.js';
import { asError, reasonOf } from '../http/receive.js';
import { restoreRequest } from '../http/kept-request.js';
import { UnavailableError } from '../intake/errors.js';
import type { Intake } from '../intake/intake.js';
import type { QuarantinedPayload, QuarantineStore } from './quarantine-store.js';

/** The payload is still not understood; it stays where it is, with the newest reason. */
export class ReplayFailedError extends Error {
  override readonly name = 'ReplayFailedError';
}

/**
 * Parses a quarantined payload again, from the bytes as they came, and stores what it holds now. It goes by the bulk
 * lane; people are told at the first success only. Doing it twice gives the same contacts.
 * @returns ids of the contacts
 * @throws ReplayFailedError, UnavailableError
 */
export async function replay(payload: QuarantinedPayload, running: RunningAccount, store: QuarantineStore, intake: Intake): Promise<readonly string[]> {
  const request = restoreRequest(payload.request, await store.raw(payload), payload.receivedAt);
  try {
    const contacts = running.channel.webhook?.parse(request, running.account).contacts ?? [];
    const { ids } = await intake.submit({
      account: running.submitting,
      receivedAt: payload.receivedAt,
      contacts,
      way: 'replay',
      notify: payload.status === 'open',
      resolves: { quarantineId: payload.id },
    });
    return ids;
  } catch (error) {
    if (error instanceof UnavailableError) throw error;
    const { message } = asError(error);
    await store.noteFailure(payload.id, { ...reasonOf(error), detail: message.replaceAll('\0', '') });
    throw new ReplayFailedError(message, { cause: error });
  }
}
