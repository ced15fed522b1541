import type { LogWriter, Transaction } from '@tributary/event-log';
import { leadEventRecord } from '../lead-event.js';
import { conversationNews, type ConversationContact } from '../conversations/by-contacts.js';
import type { Whose } from '../conversations/give-answers.js';
import { talk } from '../conversations/in-batch.js';
import { Flight } from '../sql/flight.js';
import { contactRows } from './contact-rows.js';
import type { Decided } from './decide.js';
import type { Ground } from './ground.js';
import { happenings } from './happenings.js';
import type { Placed } from './place-batch.js';
import type { Matching } from './match.js';
import { joinCompanies, type KnownCompany } from './read-companies.js';
import { moveCursors } from '../office/open-office.js';
import { endTasks, insertCallBacks, missedCalls, reachedUs } from '../tasks/by-contacts.js';
import { writeContacts } from './write-contacts.js';
import { awaitAway, insertLeads, joinLeads } from './write-leads.js';
import { insertSuggestions, personChanges, writePersons } from './write-persons.js';

/**
 * Writes what was decided. The statements go out one behind the other; while the server works on one, the parameters of
 * the next are made.
 */
export async function writeBatch(tx: Transaction, { matching, placing, decided, persons, companies, openLeads, matchedAt, assignedAt, byHand }: Placed, ground: Ground, log: LogWriter): Promise<void> {
  const flight = new Flight();
  const changes = personChanges(matching, persons, decided.newOwners);
  flight.send(writePersons(tx, changes));
  if (decided.moved.length > 0) flight.send(moveCursors(tx, decided.moved));
  if (matching.suggestions.length > 0) flight.send(insertSuggestions(tx, matching.suggestions, ground.office.lines));
  const members = companies.size === 0 ? [] : membersOf(matching, companies);
  if (members.length > 0) flight.send(joinCompanies(tx, members));
  if (placing.joined.length > 0) flight.send(joinLeads(tx, placing.joined));
  if (decided.awayDueAt.size > 0) flight.send(awaitAway(tx, decided.awayDueAt));
  if (placing.opened.length > 0) {
    const leads = placing.opened.map((lead) => ({ ...lead, choice: decided.choices.get(lead.id)!, answerDueAt: decided.answerDueAt.get(lead.id) }));
    flight.send(insertLeads(tx, leads, assignedAt));
  }
  const calls = missedCalls(placing.placements, ground.office, decided, assignedAt);
  if (calls.length > 0) flight.send(insertCallBacks(tx, calls));
  flight.send(writeContacts(tx, contactRows(placing.placements), decided, { matchedAt, assignedAt }));
  // After the contacts and the call-backs of this very batch, among which some may end, and under the locks of their persons.
  const reached = reachedUs(placing.placements);
  if (reached.length > 0) flight.send(endTasks(tx, reached, matchedAt));
  await flight.yield();
  const names = new Map([...changes.created, ...changes.completed].map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string | undefined => names.get(id) ?? persons.get(id)?.name;
  const news = conversationNews(placing.placements);
  // It has to know what stands there, so it waits for what is under way.
  if (news.length > 0) await flight.land();
  const talked = news.length > 0 ? await talk(tx, news, ground.office, { whoseOf: whoseOf(decided, nameOf), lockedLeads: [...openLeads.values(), ...placing.opened].map(({ id }) => id) }, matchedAt) : undefined;
  const happened = happenings(placing.placements, decided, ground.contacts, nameOf, talked?.toldOf);
  const events = happened.map((each) => leadEventRecord(byHand?.doer ? { ...each, ...byHand.doer } : each));
  flight.send(log.append(tx, talked ? [...events, ...talked.records] : events));
  await flight.land();
}

function whoseOf({ managerByLead }: Decided, nameOf: (personId: string) => string | undefined): (one: ConversationContact) => Whose {
  return ({ leadId = '', personId, line }) => ({ leadId, personId, personName: (personId !== undefined && nameOf(personId)) || '', line, managerId: managerByLead.get(leadId) });
}

function membersOf({ matches }: Matching, companies: ReadonlyMap<string, KnownCompany>): { personId: string; companyId: string }[] {
  return matches.flatMap(({ contact, personId }) => {
    const company = companies.get(contact.id);
    return company && personId !== undefined ? [{ personId, companyId: company.id }] : [];
  });
}
