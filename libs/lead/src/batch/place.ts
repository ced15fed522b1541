import type { InboundContact } from './inbound-contact.js';
import type { Match, Matching, StoredContact } from './match.js';
import { openLeadKey, type KnownPerson, type OpenLead } from './read-known.js';
import type { OfficeLine } from '../office/office-config.js';

export const DEFAULT_LINE = 'main';

/** A lead that this batch opens. Its manager is decided afterwards, with the queue's row locked. */
export interface NewLead {
  readonly id: string;
  readonly personId: string | undefined;
  readonly line: string;
  readonly queueId: string;
  /** The person had a lead on this line before. */
  readonly repeat: boolean;
  readonly openedBy: InboundContact;
  contactsCount: number;
  lastContactAt: Date;
}

/** Contacts of this batch that joined a lead which was open before. */
export interface JoinedLead {
  readonly id: string;
  readonly managerId: string | undefined;
  contactsCount: number;
  lastContactAt: Date;
}

export type PlacedLead = { readonly opened: NewLead } | { readonly joined: JoinedLead };

export interface Placement {
  readonly match: Match;
  readonly outcome: 'opened' | 'joined' | 'not-lead' | 'revised';
  /** Where it counts, which is `main` when nobody knows the line that it names. */
  readonly line: string;
  /** The lead that it opened, joined or belongs to; a revised contact's lead may be older than the batch. */
  readonly leadId: string | undefined;
  readonly lead: PlacedLead | undefined;
  readonly notLeadReason: string | undefined;
}

export interface Placing {
  readonly placements: readonly Placement[];
  readonly opened: readonly NewLead[];
  readonly joined: readonly JoinedLead[];
}

export interface Field {
  readonly lines: ReadonlyMap<string, OfficeLine>;
  readonly persons: ReadonlyMap<string, KnownPerson>;
  readonly openLeads: ReadonlyMap<string, OpenLead>;
  readonly stored: ReadonlyMap<string, StoredContact>;
  /** Whatever the line says of repeat leads. */
  readonly repeatAlways: boolean;
}

/** Gives every matched contact its lead, or the reason why it has none, one after the other. Pure but for the ids it makes. */
export function place(matching: Matching, field: Field, newLeadId: () => string): Placing {
  return new Placer(field, newLeadId).run(matching);
}

class Placer {
  readonly #placements: Placement[] = [];
  readonly #opened: NewLead[] = [];
  readonly #joined = new Map<string, JoinedLead>();
  readonly #openNow = new Map<string, NewLead>();
  readonly #byContact = new Map<string, Placement>();

  constructor(
    readonly field: Field,
    readonly newLeadId: () => string,
  ) {}

  run(matching: Matching): Placing {
    for (const match of matching.matches) {
      const placement = match.kind === 'revised' ? this.#revised(match) : this.#first(match);
      this.#placements.push(placement);
      this.#byContact.set(match.contact.id, placement);
    }
    return { placements: this.#placements, opened: this.#opened, joined: [...this.#joined.values()] };
  }

  #revised(match: Match): Placement {
    const earlier = this.#byContact.get(match.contact.id);
    const leadId = earlier ? earlier.leadId : this.field.stored.get(match.contact.id)?.leadId;
    const { notLeadReason } = match.contact;
    return { match, outcome: 'revised', line: this.#lineOf(match.contact).id, leadId, lead: earlier?.lead, notLeadReason };
  }

  #first(match: Match): Placement {
    const { contact, personId } = match;
    const line = this.#lineOf(contact);
    if (contact.notLeadReason !== undefined) return notLead(match, line, contact.notLeadReason);
    if (contact.envelope.content.case === 'client') return notLead(match, line, 'client');
    const lead = personId === undefined ? undefined : this.#join(contact, openLeadKey(personId, line.id));
    if (lead) return { match, outcome: 'joined', line: line.id, leadId: idOf(lead), lead, notLeadReason: undefined };
    const repeat = personId !== undefined && this.field.persons.get(personId)?.linesBefore.includes(line.id) === true;
    if (repeat && !line.repeatLeads && !this.field.repeatAlways) return notLead(match, line, 'repeat');
    return this.#open(match, line, repeat);
  }

  #join(contact: InboundContact, key: string): PlacedLead | undefined {
    const openNow = this.#openNow.get(key);
    if (openNow) return { opened: count(openNow, contact) };
    const open = this.field.openLeads.get(key);
    if (!open) return undefined;
    let joined = this.#joined.get(open.id);
    if (!joined) this.#joined.set(open.id, (joined = { ...open, contactsCount: 0, lastContactAt: contact.receivedAt }));
    return { joined: count(joined, contact) };
  }

  #open(match: Match, line: OfficeLine, repeat: boolean): Placement {
    const { contact, personId } = match;
    const opened: NewLead = {
      id: this.newLeadId(),
      personId,
      line: line.id,
      queueId: line.queueId,
      repeat,
      openedBy: contact,
      contactsCount: 1,
      lastContactAt: contact.receivedAt,
    };
    this.#opened.push(opened);
    if (personId !== undefined) this.#openNow.set(openLeadKey(personId, line.id), opened);
    return { match, outcome: 'opened', line: line.id, leadId: opened.id, lead: { opened }, notLeadReason: undefined };
  }

  /** @throws Error  the installation lost its line `main`: an operator's affair, not the contact's */
  #lineOf(contact: InboundContact): OfficeLine {
    const line = this.field.lines.get(contact.envelope.line) ?? this.field.lines.get(DEFAULT_LINE);
    if (!line) throw new Error(`there is no line "${DEFAULT_LINE}"`);
    return line;
  }
}

function idOf(lead: PlacedLead): string {
  return 'opened' in lead ? lead.opened.id : lead.joined.id;
}

function notLead(match: Match, line: OfficeLine, notLeadReason: string): Placement {
  return { match, outcome: 'not-lead', line: line.id, leadId: undefined, lead: undefined, notLeadReason };
}

function count<L extends NewLead | JoinedLead>(lead: L, contact: InboundContact): L {
  lead.contactsCount += 1;
  if (contact.receivedAt > lead.lastContactAt) lead.lastContactAt = contact.receivedAt;
  return lead;
}
