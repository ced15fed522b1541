import { Inject, Injectable } from '@nestjs/common';
import { ServiceFailure, serviceClient, type ServiceClient } from '@tributary/platform';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';

const Notified = z.object({ items: z.array(z.object({ at: z.iso.datetime() })) });
const TIMEOUT_MS = 1_000;

/** Asks the notifier when people were told of a contact. */
@Injectable()
export class Notices {
  readonly #notifier: ServiceClient;

  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {
    const { runtime } = deps;
    this.#notifier = serviceClient(runtime, runtime.config.notifierUrl ?? `http://127.0.0.1:${runtime.config.port}`);
  }

  /** @returns nothing when nobody was told, or when the notifier can't be asked: unknown is shown as unknown */
  async notifiedAt(contactId: string): Promise<Date | undefined> {
    try {
      const { items } = await this.#notifier.call(`/internal/notifier/notices?contactId=${contactId}`, { answer: Notified, timeoutMs: TIMEOUT_MS });
      return items.map(({ at }) => new Date(at)).sort((a, b) => a.getTime() - b.getTime())[0];
    } catch (error) {
      if (!(error instanceof ServiceFailure)) throw error;
      this.deps.runtime.log.debug({ err: error }, 'the notifier can not be asked');
      return undefined;
    }
  }
}
