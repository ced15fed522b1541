import { personOf, severalBy } from './groups.mjs';

/**
 * Compares what the witness was promised with what the product holds. Pure.
 *
 * @typedef {object} Holdings  everything the product says it has, read through its API after it drained
 * @property {any[]} contacts
 * @property {any[]} leads
 * @property {any[]} people
 * @property {any[]} quarantine
 * @property {any} stats
 * @property {Record<string, string[]>} [order]  per conversation, contact ids as the lead service took them
 *
 * @typedef {{ from: number, to: number }} Outage  ms since 1970; nothing could be stored in between
 *
 * @typedef {object} Reckoning
 * @property {number} accepted  different posts answered with success
 * @property {number} contacts
 * @property {number} leads
 * @property {number} notLeads
 * @property {number} quarantined
 * @property {Record<string, string[]>} violations  by kind; each an example list of at most 10, none when it is empty
 * @property {Record<string, number>} counts  of violations by kind
 */

/**
 * @param {import('./witness.mjs').Testimony[]} testimony
 * @param {Holdings} holdings
 * @param {Outage[]} [outages]
 * @returns {Reckoning}
 */
export function reckon(testimony, holdings, outages = []) {
  const contacts = new Map(holdings.contacts.map((contact) => [contact.id, contact]));
  const quarantined = new Set(holdings.quarantine.flatMap((row) => [row.id, row.contactId]));
  const promised = new Map(testimony.map((line) => [line.id, line]));
  const violations = {
    lost: testimony.filter(({ id }) => !contacts.has(id) && !quarantined.has(id)).map(({ key, id }) => `${key}: contact ${id} is nowhere`),
    twice: [
      ...severalBy(testimony, (line) => line.key, (line) => line.id).map((all) => `one key, contacts ${all}`),
      ...severalBy(holdings.contacts, (contact) => `${contact.accountId} ${contact.externalId}`, (contact) => contact.id).map((all) => `one external id, contacts ${all}`),
      ...severalBy(testimony, (line) => line.id, (line) => line.key).map((all) => `one contact, keys ${all}`),
    ],
    unpromised: holdings.contacts.filter(({ id }) => !promised.has(id)).map(({ id }) => `contact ${id} was never answered with success`),
    nobodys: holdings.leads.filter((lead) => !personOf(lead)).map(({ id }) => `lead ${id} has no person`),
    secondLead: severalBy(holdings.leads.filter((lead) => isOpen(lead) && personOf(lead)), (lead) => `${personOf(lead)} ${lead.line}`, (lead) => lead.id).map((all) => `one person and line, open leads ${all}`),
    secondPerson: severalBy(holdings.contacts.filter((contact) => contact.person && promised.has(contact.id)), (contact) => promised.get(contact.id)?.phone ?? '', (contact) => contact.person.id).map((all) => `one phone, people ${all}`),
    unfinished: holdings.contacts.filter((contact) => !contact.lead && !contact.notLead && !quarantined.has(contact.id)).map(({ id }) => `contact ${id} has neither lead nor reason`),
    ...mistaken(contacts, testimony, holdings.leads),
    falseSuccess: testimony.filter((line) => outages.some(({ from, to }) => line.sentAt > from && line.answeredAt < to)).map(({ key, id }) => `${key}: contact ${id} promised while nothing could be stored`),
    disordered: disordered(testimony, holdings.order),
    unaccounted: Number(holdings.stats?.unaccounted ?? Number.NaN) === 0 ? [] : [`stats.unaccounted is ${holdings.stats?.unaccounted}`],
  };
  return {
    accepted: new Set(testimony.map(({ key }) => key)).size,
    contacts: contacts.size,
    leads: holdings.leads.length,
    notLeads: holdings.contacts.filter((contact) => contact.notLead).length,
    quarantined: holdings.quarantine.length,
    violations: Object.fromEntries(Object.entries(violations).filter(([, all]) => all.length > 0).map(([kind, all]) => [kind, all.slice(0, 10)])),
    counts: Object.fromEntries(Object.entries(violations).map(([kind, all]) => [kind, all.length])),
  };
}

/** @param {any} lead */
function isOpen(lead) {
  return lead.status !== 'closed' && lead.closedAt == null;
}

/** Contacts that stand, but not as they were sent or not with what they were due. @param {Map<string, any>} contacts @param {import('./witness.mjs').Testimony[]} testimony @param {any[]} leads */
function mistaken(contacts, testimony, leads) {
  const known = new Map(leads.map((lead) => [lead.id, lead]));
  const wrong = [];
  const unowned = [];
  for (const { id, key, phone, expect } of testimony) {
    const contact = contacts.get(id);
    if (!contact) continue;
    if (!contact.identities.some((/** @type {any} */ identity) => identity.type === 'phone' && identity.value === phone)) wrong.push(`${key}: contact ${id} has not the phone ${phone}`);
    if (expect === 'spam' && contact.notLead?.reason !== 'spam') wrong.push(`${key}: contact ${id} is not marked as spam`);
    if (expect === 'lead' && contact.notLead) wrong.push(`${key}: contact ${id} is no lead for "${contact.notLead.reason}"`);
    if (expect === 'lead' && contact.lead && !known.get(contact.lead.id)?.managerId) unowned.push(`${key}: lead ${contact.lead.id} has no manager`);
  }
  return { wrong, unowned };
}

/** @param {import('./witness.mjs').Testimony[]} testimony @param {Record<string, string[]> | undefined} order */
function disordered(testimony, order) {
  if (!order) return [];
  /** @type {Map<string, import('./witness.mjs').Testimony[]>} */
  const conversations = new Map();
  for (const line of testimony) if (line.conversation) conversations.set(line.conversation, [...(conversations.get(line.conversation) ?? []), line]);
  return [...conversations].flatMap(([conversation, lines]) => {
    const sent = [...new Set(lines.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0)).map(({ id }) => id))];
    const taken = order[conversation] ?? [];
    return sent.join() === taken.join() ? [] : [`${conversation}: sent ${sent.join()}, taken ${taken.join()}`];
  });
}

/**
 * Falsifies what the witness wrote, to prove that the reckoning sees it.
 * @param {import('./witness.mjs').Testimony[]} testimony
 * @param {'lose' | 'double'} how  "lose": a promise of a contact that never was; "double": a second contact for one key
 * @returns {import('./witness.mjs').Testimony[]}
 */
export function plant(testimony, how) {
  const line = testimony[Math.floor(testimony.length / 2)];
  if (!line) throw new Error('nothing to falsify: the witness saw no success');
  const other = testimony.find(({ id }) => id !== line.id);
  if (how === 'lose') return [...testimony, { ...line, key: `${line.key}-planted`, id: '00000000-0000-8000-8000-000000000000' }];
  if (!other) throw new Error('nothing to double: the witness saw one contact only');
  return [...testimony, { ...line, id: other.id }];
}
