import { personOf, severalBy } from '../groups.mjs';

/**
 * Compares the messages that the provider sent with what the product holds. Pure.
 *
 * @typedef {import('../../simulators/accounts/provider.mjs').Message & { account: string }} AccountTestimony  `account`: its id in the product
 *
 * @param {readonly AccountTestimony[]} testimony
 * @param {import('../reckoning.mjs').Holdings} holdings
 * @returns {import('../reckoning.mjs').Reckoning}
 */
export function reckonAccounts(testimony, holdings) {
  const keyOf = (/** @type {any} */ contact) => `${contact.accountId} ${contact.externalId}`;
  const promised = new Map(testimony.map((line) => [`${line.account} ${line.id}`, line]));
  const held = new Map(holdings.contacts.map((contact) => [keyOf(contact), contact]));
  const violations = {
    lost: [...promised.keys()].filter((key) => !held.has(key)).map((key) => `${key} is nowhere`),
    twice: severalBy(holdings.contacts, keyOf, ({ id }) => id).map((all) => `one message, contacts ${all}`),
    unpromised: [...held.keys()].filter((key) => !promised.has(key)).map((key) => `${key} was never sent`),
    wrong: [...promised].filter(([key, { text }]) => held.has(key) && held.get(key).text !== text).map(([key]) => `${key} has another text`),
    unfinished: holdings.contacts.filter(({ lead, notLead }) => !lead && !notLead).map((contact) => `${keyOf(contact)} has neither lead nor reason`),
    nobodys: holdings.leads.filter((lead) => !personOf(lead)).map(({ id }) => `lead ${id} has no person`),
    secondLead: severalBy(holdings.leads.filter(personOf), (lead) => `${personOf(lead)} ${lead.line}`, ({ id }) => id).map((all) => `one person and line, leads ${all}`),
    quarantined: holdings.quarantine.map(({ id }) => `${id} was put aside: nothing is wrong with any message`),
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
