import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { contactId, emailIdentity, phoneIdentity, type Identity } from '@tributary/contact';
import { TOPICS, type Transaction } from '@tributary/event-log';
import { Problem } from '@tributary/platform';
import { EnvelopeSchema, Origin } from '@tributary/proto';
import { inTransaction } from '@tributary/storage';
import { decode } from '../../batch/decode.js';
import type { InboundContact } from '../../batch/inbound-contact.js';
import { storeByHand } from '../../batch/store-batch.js';
import type { BatchDeps } from '../../batch/handle-batch.js';
import { trying } from '../../merging/trying.js';
import { findPerson } from '../people/person-store.js';
import { maySee, type Scope } from '../scope.js';
import { requireManager } from '../staff/manager-store.js';
import { lineExists } from '../staff/line-store.js';
import { type Doer, userOf } from './lead-actions.js';
import { findLead, type LeadRow } from './lead-store.js';
import { uuidV7 } from '../../sql/uuid-v7.js';

/** What somebody types who had a customer at the door. */
export interface HandEntry {
  readonly line: string;
  readonly personId?: string;
  readonly name?: string;
  readonly company?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly text?: string;
  /** Null: to the pool. Undefined: a manager's own, else as routing decides. */
  readonly managerId?: string | null;
}

/** Channel and account of contacts that no source sent: they never were on the log. */
export const BY_HAND = 'by-hand';

/**
 * Enters a lead by the same rules as any contact: a known person is found, an open lead on the line is joined.
 * @throws Problem 409 `lead-open` when that one belongs to another manager and the doer may not see it
 */
export async function enterLead(deps: BatchDeps, entry: HandEntry, doer: Doer): Promise<LeadRow> {
  const contact = contactOf(entry);
  return trying(() => inTransaction(deps.pool, async (tx) => {
    if (!(await lineExists(tx, entry.line))) throw fault('line', 'unknown-line', entry.line);
    const managerId = entry.managerId === undefined && !doer.scope.all ? doer.scope.managerId : entry.managerId;
    if (managerId != null) await requireManager(tx, managerId, 'managerId');
    if (entry.personId !== undefined) await requireVisiblePerson(tx, entry.personId, doer.scope);
    const byHand = { user: doer.actor.name, doer: { actor: userOf(doer.actor), actorManagerId: doer.scope.managerId }, managerId, personId: entry.personId };
    const { leadId, joined } = await storeByHand(tx, contact, byHand, deps);
    const lead = (await findLead(tx, leadId))!;
    // Who gives a new lead to a colleague knows of it already.
    if (joined && !maySee(doer.scope, { managerId: lead.manager_id, status: lead.status })) throw new Problem(409, 'lead-open');
    return lead;
  }));
}

function contactOf(entry: HandEntry): InboundContact {
  const externalId = uuidV7();
  const now = new Date();
  const envelope = create(EnvelopeSchema, {
    id: contactId(BY_HAND, externalId),
    revision: 1,
    origin: Origin.LIVE,
    accountId: BY_HAND,
    channel: BY_HAND,
    line: entry.line,
    conversationId: externalId,
    externalId,
    occurredAt: timestampFromDate(now),
    receivedAt: timestampFromDate(now),
    identities: identitiesOf(entry),
    sender: { name: entry.name ?? '', company: entry.company ?? '' },
    text: entry.text ?? '',
    content: { case: 'message', value: {} },
  });
  const value = toBinary(EnvelopeSchema, envelope);
  const { contacts } = decode([{ topic: TOPICS.contacts, key: '', value, headers: {}, offset: '', appendedAt: now }]);
  return contacts[0]!;
}

function identitiesOf({ phone, email }: HandEntry): Identity[] {
  const phoneOf = phone === undefined ? undefined : phoneIdentity(phone);
  const emailOf = email === undefined ? undefined : emailIdentity(email);
  if (phone !== undefined && !phoneOf) throw fault('phone', 'phone');
  if (email !== undefined && !emailOf) throw fault('email', 'email');
  return [phoneOf, emailOf].filter((identity) => identity !== undefined);
}

async function requireVisiblePerson(tx: Transaction, id: string, scope: Scope): Promise<void> {
  const found = await findPerson(tx, scope, id);
  if (!found) throw fault('personId', 'unknown-person', id);
  if (!found.visible) throw new Problem(403, 'forbidden');
}

function fault(field: string, code: string, id?: string): Problem {
  return new Problem(422, 'validation-failed', { errors: [{ field, code, params: { id } }] });
}
