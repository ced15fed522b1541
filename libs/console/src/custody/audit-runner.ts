import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { serviceClient } from '@tributary/platform';
import type { ZodType } from 'zod';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import type { Service } from '../door/passed-on.js';
import { ServiceAddresses } from '../stats/service-addresses.js';
import { IntakeCustody, LeadCustody, LogCheck } from './answers.js';
import { compareLog, compareMinute, type Finding } from './compare.js';
import { type AuditWindow, CustodyStore } from './custody-store.js';
import { MINUTE_MS, minuteOf } from './minute.js';

/** The log is read in stretches of this length. */
const STRETCH_MS = 60 * MINUTE_MS;
const ANSWER_MS = 60_000;
/** Reading a stretch of the log takes as long as it is full. */
const LOG_ANSWER_MS = 5 * 60_000;

/** Goes through a stretch of time: intake, lead service, log and blobs against each other. Rests as long as it works. */
@Injectable()
export class AuditRunner {
  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(ServiceAddresses) private readonly addresses: ServiceAddresses,
    @Inject(CustodyStore) private readonly store: CustodyStore,
  ) {}

  /** What it finds stands in the store, also when it fails half-way. @throws ServiceFailure, or what the store threw */
  async run(auditId: string, { from, to, deep }: AuditWindow, signal: AbortSignal): Promise<void> {
    for (let at = from.getTime(); at < to.getTime(); at += STRETCH_MS) {
      const stretch = { from: new Date(at), to: new Date(Math.min(at + STRETCH_MS, to.getTime())) };
      const log = await this.#ask('lead', `/internal/lead/custody/log?${query(stretch)}`, LogCheck, LOG_ANSWER_MS);
      await this.store.found(auditId, compareLog(log), { records: log.records });
      await this.#minutes(auditId, stretch, deep, signal);
      await this.store.endMissed(auditId, stretch);
    }
  }

  /** What of one minute does not add up now. */
  async minute(minute: Date, deep = false): Promise<{ contacts: number; findings: Finding[] }> {
    const window = query({ from: minute, to: new Date(minute.getTime() + MINUTE_MS) });
    // The lead service last: what it handles meanwhile is not missing.
    const intake = await this.#ask('form', `/internal/intake/custody?${window}&deep=${deep}`, IntakeCustody, ANSWER_MS);
    const lead = await this.#ask('lead', `/internal/lead/custody?${window}`, LeadCustody, ANSWER_MS);
    return { contacts: intake.contacts.length, findings: compareMinute(minute, intake, lead) };
  }

  async #minutes(auditId: string, { from, to }: { from: Date; to: Date }, deep: boolean, signal: AbortSignal): Promise<void> {
    for (let minute = minuteOf(from); minute < to; minute = new Date(minute.getTime() + MINUTE_MS)) {
      signal.throwIfAborted();
      const startedAt = performance.now();
      const { contacts, findings } = await this.minute(minute, deep);
      await this.store.found(auditId, findings, { contacts });
      await delay(performance.now() - startedAt, undefined, { signal });
    }
  }

  #ask<T>(service: Service, path: string, answer: ZodType<T>, timeoutMs: number): Promise<T> {
    return serviceClient(this.deps.runtime, ...this.addresses.of(service)).call(path, { answer, timeoutMs });
  }
}

function query({ from, to }: { from: Date; to: Date }): string {
  return `from=${from.toISOString()}&to=${to.toISOString()}`;
}
