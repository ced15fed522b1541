import { addWorkingMs, matchingRules, type NewLead, type Rule } from '@tributary/routing';
import { ContactFacts } from '../office/facts.js';
import type { OfficeConfig } from '../office/office-config.js';
import type { Placement } from './place.js';
import type { KnownCompany } from './read-companies.js';
import type { KnownPerson } from './read-known.js';

const MINUTE_MS = 60_000;

/** What each contact that opens a lead comes with, found once: its facts, and the rules that hold for it. */
export class Counter {
  readonly #leads = new Map<string, { facts: ContactFacts; rules: readonly Rule[] }>();

  constructor(
    readonly config: OfficeConfig,
    readonly persons: ReadonlyMap<string, KnownPerson>,
    /** By contact id. */
    readonly companies: ReadonlyMap<string, KnownCompany>,
  ) {}

  /** Queues that may be asked for these. */
  queuesOf(placements: readonly Placement[]): Set<string> {
    const ids = new Set<string>();
    for (const placement of placements) {
      if (placement.outcome !== 'opened') continue;
      const line = this.config.lines.get(placement.line)!;
      ids.add(line.queueId);
      const other = line.outOfHours.kind === 'line' ? this.config.lines.get(line.outOfHours.lineId) : undefined;
      if (other) ids.add(other.queueId);
      for (const { target } of this.#of(placement).rules) if (target.kind === 'queue') ids.add(target.queueId);
    }
    return ids;
  }

  leadOf(placement: Placement): Omit<NewLead, 'person'> {
    return { ...this.#of(placement), company: this.companies.get(placement.match.contact.id) };
  }

  /** When somebody must have answered, in the line's working time. */
  answerDueAt({ line: id, match: { contact } }: Placement): Date | undefined {
    const line = this.config.lines.get(id)!;
    if (line.answerMinutes === undefined) return undefined;
    const ms = line.answerMinutes * MINUTE_MS;
    return line.hours ? addWorkingMs(line.hours, contact.receivedAt, ms) : new Date(contact.receivedAt.getTime() + ms);
  }

  #of({ match: { contact, personId, basis }, line: lineId }: Placement): { facts: ContactFacts; rules: readonly Rule[] } {
    let lead = this.#leads.get(contact.id);
    if (!lead) {
      const line = this.config.lines.get(lineId)!;
      const company = this.companies.get(contact.id);
      const person = personId === undefined ? undefined : this.persons.get(personId);
      const whose = { isKnown: basis !== 'unknown' && personId !== undefined && person !== undefined, isVip: person?.isVip === true || company?.isVip === true, company: company?.id };
      const facts = new ContactFacts(contact, line, whose);
      this.#leads.set(contact.id, (lead = { facts, rules: matchingRules(this.config.rules, facts) }));
    }
    return lead;
  }
}
