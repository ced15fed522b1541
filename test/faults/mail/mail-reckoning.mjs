import { personOf, severalBy } from '../groups.mjs';

/**
 * Compares the mails that the mail server has taken with what the product holds. Pure. A mail is known by its Message-ID,
 * which the product's external id begins with.
 *
 * @param {readonly import('./mail-witness.mjs').MailTestimony[]} testimony
 * @param {import('../reckoning.mjs').Holdings} holdings
 * @param {ReadonlySet<string>} [removed]  Message-IDs of mails that were expunged: they may have been seen before, or not
 * @returns {import('../reckoning.mjs').Reckoning}
 */
export function reckonMails(testimony, holdings, removed = new Set()) {
  const promised = new Map(testimony.map((line) => [line.messageId, line]));
  const held = new Map(holdings.contacts.map((contact) => [messageIdOf(contact), contact]));
  const leads = new Map(holdings.leads.map((lead) => [lead.id, lead]));
  const due = [...promised.values()].filter(({ messageId }) => held.has(messageId) || !removed.has(messageId));
  const violations = {
    lost: due.filter(({ messageId }) => !held.has(messageId)).map(({ messageId }) => `${messageId} is nowhere`),
    twice: severalBy(holdings.contacts, messageIdOf, (contact) => contact.id).map((all) => `one mail, contacts ${all}`),
    unpromised: holdings.contacts.filter((contact) => !promised.has(messageIdOf(contact))).map(({ externalId }) => `${externalId} was never delivered`),
    quarantined: holdings.quarantine.map(({ id }) => `${id} was put aside: nothing is wrong with any mail`),
    nobodys: holdings.leads.filter((lead) => !personOf(lead)).map(({ id }) => `lead ${id} has no person`),
    secondLead: severalBy(holdings.leads.filter((lead) => isOpen(lead) && personOf(lead)), (lead) => `${personOf(lead)} ${lead.line}`, (lead) => lead.id).map((all) => `one person and line, open leads ${all.slice(0, 5)}`),
    secondPerson: severalBy(holdings.contacts.filter(({ person }) => person), (contact) => promised.get(messageIdOf(contact))?.from ?? contact.id, (contact) => contact.person.id).map((all) => `one address, people ${all.slice(0, 5)}`),
    wrong: due.flatMap((line) => mistakes(line, held.get(line.messageId))),
    unowned: due.flatMap(({ messageId }) => {
      const lead = held.get(messageId)?.lead;
      return lead && !leads.get(lead.id)?.managerId ? [`${messageId}: lead ${lead.id} has no manager`] : [];
    }),
    unaccounted: Number(holdings.stats?.unaccounted ?? Number.NaN) === 0 ? [] : [`stats.unaccounted is ${holdings.stats?.unaccounted}`],
  };
  return {
    accepted: promised.size,
    contacts: holdings.contacts.length,
    leads: holdings.leads.length,
    notLeads: holdings.contacts.filter(({ notLead }) => notLead).length,
    quarantined: holdings.quarantine.length,
    violations: Object.fromEntries(Object.entries(violations).filter(([, all]) => all.length > 0).map(([kind, all]) => [kind, all.slice(0, 10)])),
    counts: Object.fromEntries(Object.entries(violations).map(([kind, all]) => [kind, all.length])),
  };
}

/** @param {any} contact @returns {string} */
function messageIdOf({ externalId }) {
  return String(externalId).replace(/#[^#]*$/, '');
}

/** @param {any} lead */
function isOpen(lead) {
  return lead.status !== 'closed' && lead.closedAt == null;
}

/** @param {import('./mail-witness.mjs').MailTestimony} line @param {any} contact @returns {string[]} */
function mistakes({ messageId, from, text, expect }, contact) {
  if (!contact) return [];
  const outcome = contact.lead ? 'lead' : (contact.notLead?.reason ?? 'neither lead nor reason');
  return [
    ...(outcome === expect ? [] : [`${messageId}: ${outcome} instead of ${expect}`]),
    ...(contact.text === text ? [] : [`${messageId}: the text is ${JSON.stringify(contact.text)}`]),
    ...(contact.identities.some((/** @type {any} */ { type, value }) => type === 'email' && value === from) ? [] : [`${messageId}: has not the address ${from}`]),
  ];
}

/**
 * Falsifies what the witness wrote, to prove that the reckoning sees it.
 * @param {readonly import('./mail-witness.mjs').MailTestimony[]} testimony
 * @param {import('../reckoning.mjs').Holdings} holdings
 * @param {'lose' | 'double'} how  "lose": a mail that never was; "double": a second contact of one mail
 */
export function plantMail(testimony, holdings, how) {
  const [line] = testimony;
  const [contact] = holdings.contacts;
  if (!line || !contact) throw new Error('nothing to falsify: no mail came through');
  if (how === 'lose') return { testimony: [...testimony, { ...line, messageId: `planted-${line.messageId}` }], holdings };
  return { testimony, holdings: { ...holdings, contacts: [...holdings.contacts, { ...contact, id: '00000000-0000-8000-8000-000000000000' }] } };
}
