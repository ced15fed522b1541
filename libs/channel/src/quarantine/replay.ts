import { createHash } from 'node:crypto';
import { type BlobStore, BlobTooLargeError } from '@tributary/storage';
import type { RunningAccount } from '../accounts/account.js';
import type { ContactDraft } from '../channel.js';
import { storeBlob } from '../host/session.js';
import { asError, reasonOf } from '../http/receive.js';
import { restoreRequest } from '../http/kept-request.js';
import { UnavailableError } from '../intake/errors.js';
import type { Intake } from '../intake/intake.js';
import type { ParseTools } from '../pull.js';
import type { QuarantinedPayload, QuarantineStore } from './quarantine-store.js';

/** The payload is still not understood; it stays where it is, with the newest reason. */
export class ReplayFailedError extends Error {
  override readonly name = 'ReplayFailedError';
}

type Store = ParseTools<unknown>['store'];

/** Names the bytes as if they were stored. */
const measured: Store = async (source, maxBytes) => {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    sizeBytes += (chunk as Uint8Array).length;
    if (sizeBytes > maxBytes) throw new BlobTooLargeError(maxBytes);
    hash.update(chunk as Uint8Array);
  }
  return { sha256: hash.digest('hex'), sizeBytes };
};

/** Parses quarantined payloads again, from the bytes as they came. */
export class Replayer {
  constructor(
    private readonly store: QuarantineStore,
    private readonly intake: Intake,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * Stores what the payload holds now. It goes by the bulk lane; people are told at the first success only. Doing it
   * twice gives the same contacts.
   * @returns ids of the contacts
   * @throws ReplayFailedError, UnavailableError
   */
  async replay(payload: QuarantinedPayload, running: RunningAccount): Promise<readonly string[]> {
    const bytes = await this.store.raw(payload);
    try {
      const { ids } = await this.intake.submit({
        account: running.submitting,
        receivedAt: payload.receivedAt,
        contacts: await this.#parse(payload, bytes, running, (...blob) => storeBlob(this.blobs, ...blob)),
        way: 'replay',
        notify: payload.status === 'open',
        resolves: { quarantineId: payload.id },
      });
      return ids;
    } catch (error) {
      if (error instanceof UnavailableError) throw error;
      const { message } = asError(error);
      await this.store.noteFailure(payload.id, { ...reasonOf(error), detail: message.replaceAll('\0', '') });
      throw new ReplayFailedError(message, { cause: error });
    }
  }

  /** Parses it and stores nothing. @returns how many contacts it holds now @throws ReplayFailedError */
  async wouldMake(payload: QuarantinedPayload, running: RunningAccount): Promise<number> {
    const bytes = await this.store.raw(payload);
    try {
      return (await this.#parse(payload, bytes, running, measured)).length;
    } catch (cause) {
      throw new ReplayFailedError(asError(cause).message, { cause });
    }
  }

  /** By the way on which it came: a request by `parse`, a part of a pull by `reparse`. */
  async #parse({ request, mediaType, receivedAt }: QuarantinedPayload, bytes: Buffer, { channel, account }: RunningAccount, store: Store): Promise<readonly ContactDraft[]> {
    if (!('origin' in request)) return channel.webhook?.parse(restoreRequest(request, bytes, receivedAt), account).contacts ?? [];
    return channel.pull?.reparse({ mediaType, bytes, origin: request.origin }, { account, store }) ?? [];
  }
}
