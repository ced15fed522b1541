import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { serviceClient } from '@tributary/platform';
import type { ZodType } from 'zod';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import type { Service } from '../door/passed-on.js';
import { ServiceAddresses } from '../stats/service-addresses.js';
import { IntakeCustody, LeadCustody, LogCheck } from './answers.js';
import { compareLog, comparePage, type Finding, missingOf, nameMissing } from './compare.js';
import { type AuditWindow, CustodyStore } from './custody-store.js';
import { MINUTE_MS, minuteOf } from './minute.js';

/** The log is read in stretches of this length: a stretch's ids are in memory at once. */
const STRETCH_MS = 10 * MINUTE_MS;
const NOTHING: LeadCustody = { contacts: [], quarantined: [] };
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

  /** What of one minute does not add up now. Page by page; rests as long as each took. */
  async minute(minute: Date, deep = false, signal?: AbortSignal): Promise<{ contacts: number; findings: Finding[] }> {
    const window = query({ from: minute, to: new Date(minute.getTime() + MINUTE_MS) });
    const present = new Map<string, Set<string>>();
    const findings: Finding[] = [];
    let page: IntakeCustody;
    for (let after = ''; ; ) {
      const startedAt = performance.now();
      // The lead service last: what it handles meanwhile is not missing.
      page = await this.#ask('form', `/internal/intake/custody?${window}&deep=${deep}${after}`, IntakeCustody, ANSWER_MS);
      const last = page.contacts.at(-1)?.id;
      const lead = last ? await this.#ask('lead', `/internal/lead/custody?${window}${after}&until=${last}`, LeadCustody, ANSWER_MS) : NOTHING;
      findings.push(...comparePage(minute, page, lead));
      for (const { id, accountId } of page.contacts) present.set(accountId, (present.get(accountId) ?? new Set()).add(id));
      await delay(performance.now() - startedAt, undefined, { signal });
      if (!page.more || !last) break;
      after = `&after=${last}`;
    }
    const missing = missingOf(present, page.accepted);
    if (missing.length > 0) findings.push(...nameMissing(minute, present, missing, await this.#ask('lead', `/internal/lead/custody?${window}`, LeadCustody, ANSWER_MS)));
    return { contacts: [...present.values()].reduce((sum, ids) => sum + ids.size, 0), findings };
  }

  async #minutes(auditId: string, { from, to }: { from: Date; to: Date }, deep: boolean, signal: AbortSignal): Promise<void> {
    for (let minute = minuteOf(from); minute < to; minute = new Date(minute.getTime() + MINUTE_MS)) {
      signal.throwIfAborted();
      const { contacts, findings } = await this.minute(minute, deep, signal);
      await this.store.found(auditId, findings, { contacts });
    }
  }

  #ask<T>(service: Service, path: string, answer: ZodType<T>, timeoutMs: number): Promise<T> {
    return serviceClient(this.deps.runtime, ...this.addresses.of(service)).call(path, { answer, timeoutMs });
  }
}

function query({ from, to }: { from: Date; to: Date }): string {
  return `from=${from.toISOString()}&to=${to.toISOString()}`;
}
