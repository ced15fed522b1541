import type { Draft } from './envelopes.js';
import { idOf } from './envelopes.js';

/** What the lead service must come to, said as plainly as possible: one contact after the other, no batches, no SQL. */
export interface Outcome {
  /** By contact: the person as a number in order of appearance, and the lead likewise. */
  readonly contacts: Record<string, { revision: number; person: number | null; lead: number | null; reason: string | null }>;
  readonly leads: { person: number; line: string; manager: string | null; contacts: number }[];
  readonly identities: Record<string, { person: number; verified: boolean }>;
  readonly suggestions: string[];
  readonly tally: { opened: number; joined: number; notLeads: number };
  readonly events: string[];
}

interface Person {
  readonly number: number;
  manager: string | null;
}

export class SerialModel {
  readonly #persons: Person[] = [];
  readonly #outcome: Outcome = { contacts: {}, leads: [], identities: {}, suggestions: [], tally: { opened: 0, joined: 0, notLeads: 0 }, events: [] };
  #turn = 0;

  constructor(
    readonly managers: readonly string[],
    readonly lines: readonly string[],
  ) {}

  get outcome(): Outcome {
    return { ...this.#outcome, suggestions: this.#outcome.suggestions.toSorted() };
  }

  take(draft: Draft): void {
    const known = this.#outcome.contacts[idOf(draft.name)];
    const revision = draft.revision ?? 1;
    if (known && revision <= known.revision) return;
    const reason = draft.notLeadReason ?? (draft.kind === 'order' ? undefined : draft.automatic);
    if (!known) this.#place(draft, revision, reason);
    else if (known.person === null && reason === undefined) {
      this.#outcome.tally.notLeads -= 1;
      this.#place(draft, revision, reason);
    } else {
      known.revision = revision;
      if (known.person !== null && reason === undefined) this.#attach(draft, this.#persons[known.person]!);
      if (known.person === null && reason !== undefined) known.reason = reason;
      if (known.lead !== null) this.#outcome.events.push(`revised ${known.lead} ${draft.name}/${revision}`);
    }
  }

  #place(draft: Draft, revision: number, reason: string | undefined): void {
    const person = reason === undefined ? this.#personOf(draft) : null;
    const contact = { revision, person: person?.number ?? null, lead: null as number | null, reason: reason ?? null };
    this.#outcome.contacts[idOf(draft.name)] = contact;
    if (!person || draft.kind === 'client') {
      contact.reason ??= 'client';
      this.#outcome.tally.notLeads += 1;
      return;
    }
    const line = this.lines.includes(draft.line ?? 'main') ? (draft.line ?? 'main') : 'main';
    const open = this.#outcome.leads.findIndex((lead) => lead.person === person.number && lead.line === line);
    contact.lead = open === -1 ? this.#open(person, line) : open;
    this.#outcome.leads[contact.lead]!.contacts += 1;
    this.#outcome.tally[open === -1 ? 'opened' : 'joined'] += 1;
    this.#outcome.events.push(`${open === -1 ? 'opened' : 'joined'} ${contact.lead} ${draft.name}/${revision}`);
  }

  #open(person: Person, line: string): number {
    const manager = person.manager ?? this.managers[this.#turn++ % this.managers.length] ?? null;
    person.manager ??= manager;
    return this.#outcome.leads.push({ person: person.number, line, manager, contacts: 0 }) - 1;
  }

  #personOf(draft: Draft): Person {
    const owners = [...new Set(keysOf(draft).map(({ key }) => this.#outcome.identities[key]?.person).filter((n) => n !== undefined))];
    const strongest = owners.sort((a, b) => this.#verified(b) - this.#verified(a) || a - b)[0];
    const person = strongest === undefined ? this.#newPerson() : this.#persons[strongest]!;
    this.#attach(draft, person);
    return person;
  }

  #newPerson(): Person {
    const person = { number: this.#persons.length, manager: null };
    this.#persons.push(person);
    return person;
  }

  #verified(person: number): number {
    return Object.values(this.#outcome.identities).filter((identity) => identity.person === person && identity.verified).length;
  }

  #attach(draft: Draft, person: Person): void {
    const others = new Set<number>();
    for (const { key, verified } of keysOf(draft)) {
      const identity = (this.#outcome.identities[key] ??= { person: person.number, verified: false });
      if (identity.person === person.number) identity.verified ||= verified;
      else others.add(identity.person);
    }
    for (const other of others) {
      const pairs = [`: ${person.number} ${other}`, `: ${other} ${person.number}`];
      if (!this.#outcome.suggestions.some((each) => pairs.some((pair) => each.endsWith(pair)))) this.#outcome.suggestions.push(`${draft.name}${pairs[0]}`);
    }
  }
}

function keysOf(draft: Draft): { key: string; verified: boolean }[] {
  return (draft.identities ?? []).map(({ type, value, verified }) => ({ key: `${type}:${value}`, verified: verified ?? false }));
}
