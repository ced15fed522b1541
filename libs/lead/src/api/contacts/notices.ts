import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ServiceFailure, serviceClient } from '@tributary/platform';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { ownAddress } from '../../http/own-address.js';

/** Oldest first. */
const Notified = z.object({ items: z.array(z.object({ at: z.iso.datetime() })) });
const TIMEOUT_MS = 1_000;

/** Asks the notifier when people were told of a contact. */
@Injectable()
export class Notices {
  constructor(
    @Inject(LEAD_DEPS) private readonly deps: LeadDeps,
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** @returns nothing when nobody was told, or when the notifier can't be asked: unknown is shown as unknown */
  async notifiedAt(contactId: string): Promise<Date | undefined> {
    const { runtime } = this.deps;
    const { notifierUrls } = runtime.config;
    const notifier = serviceClient(runtime, ...(notifierUrls.length > 0 ? notifierUrls : [ownAddress(this.adapterHost)]));
    try {
      const { items } = await notifier.call(`/internal/notifier/notices?contactId=${contactId}`, { answer: Notified, timeoutMs: TIMEOUT_MS });
      return items[0] && new Date(items[0].at);
    } catch (error) {
      if (!(error instanceof ServiceFailure)) throw error;
      runtime.log.debug({ err: error }, 'the notifier can not be asked');
      return undefined;
    }
  }
}
