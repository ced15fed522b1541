import { contactId, partitionKey, sameFacts } from '@tributary/contact';
import type { NewRecord, Transaction } from '@tributary/event-log';
import type { BlobStore } from '@tributary/storage';
import type { ContactFacts } from '../channel.js';
import { nextEnvelope } from '../envelope/build-envelope.js';
import { decodeEnvelope, encodeEnvelope } from '../envelope/encode-envelope.js';
import { eventHeaders, topicOf } from '../envelope/log-record.js';
import { factsOf } from '../envelope/proto-to-facts.js';
import { ContactRaceError, FoldError } from './errors.js';
import { applyReceipts } from '../replies/receipts.js';
import { insertFollowUps } from './follow-ups.js';
import { type KnownContact, lockKnown, recordOccurrence } from './known-contact.js';
import { type PreparedContact, prepareContact } from './prepare.js';
import type { Outcome, Submission } from './submission.js';

/** What storing one contact came to; its log record, if it is new or revised. */
export interface StoredContact {
  readonly id: string;
  readonly outcome: Outcome;
  readonly record?: NewRecord;
}

/** Stores contacts one after another in a transaction that is the submission's own. */
export class ContactStorer {
  /** Records of replies that what is stored told of. */
  readonly receipts: NewRecord[] = [];

  constructor(
    private readonly transaction: Transaction,
    private readonly submission: Submission,
    private readonly blobs: BlobStore,
    /** Locked rows; kept up to date, so that a contact may come twice in one submission. */
    private readonly known: Map<string, KnownContact>,
  ) {}

  async store(contact: PreparedContact): Promise<StoredContact> {
    const first = this.known.get(contact.id);
    if (!first) return this.#insert(contact);
    const { draft } = contact;
    const { receivedAt } = this.submission;
    if (draft.repeatWindowMs !== undefined && receivedAt.getTime() > first.repeatAt.getTime() + draft.repeatWindowMs) {
      return this.#nextOccurrence(contact, first);
    }
    if (first.repeatN === 1) return this.#join(contact, contact.id, first);
    const id = contactId(this.submission.account.id, occurrenceId(draft.externalId, first.repeatN));
    const latest = (await lockKnown(this.transaction, [id])).get(id);
    if (!latest) throw new ContactRaceError(`occurrence ${first.repeatN} of contact ${contact.id} is gone`);
    return this.#join(contact, id, latest);
  }

  /** The same content after its window: a contact of its own, counted on the first one. */
  async #nextOccurrence(contact: PreparedContact, first: KnownContact): Promise<StoredContact> {
    const next = { ...first, repeatN: first.repeatN + 1, repeatAt: this.submission.receivedAt };
    const externalId = occurrenceId(contact.draft.externalId, next.repeatN);
    await recordOccurrence(this.transaction, contact.id, next);
    this.known.set(contact.id, next);
    return this.#insert(await prepareContact(this.submission, { ...contact.draft, externalId }, externalId, this.blobs));
  }

  async #insert(contact: PreparedContact): Promise<StoredContact> {
    const { id, draft, value } = contact;
    const { account, receivedAt } = this.submission;
    const { rowCount } = await this.transaction.query({
      name: 'intake.insert-contact',
      text: `insert into intake.contact (id, account_id, external_id, revision, state, received_at) values ($1, $2, $3, 1, $4, $5)
             on conflict do nothing`,
      values: [id, account.id, draft.externalId, Buffer.from(value), receivedAt],
    });
    if (rowCount === 0) throw new ContactRaceError(`contact ${id} was stored by another process just now`);
    this.known.set(id, { revision: 1, state: value, repeatN: 1, repeatAt: receivedAt });
    await this.#insertPart(id, contact);
    return { id, outcome: 'new', record: this.#record(contact.topic, contact.key, id, 1, value) };
  }

  /** Another part of a known contact: the channel's fold says whether facts changed. */
  async #join(contact: PreparedContact, id: string, known: KnownContact): Promise<StoredContact> {
    if (!known.state || !(await this.#insertPart(id, contact))) return { id, outcome: 'repeat' };
    const stored = await decodeEnvelope(known.state, this.blobs);
    const before = factsOf(stored);
    const after = this.#fold(before, contact.draft.facts);
    if (after === before || sameFacts(after, before)) return { id, outcome: 'repeat' };
    const next = nextEnvelope(stored, after, contact.part.raw, contact.way, this.submission.account.reach?.(after));
    const value = await encodeEnvelope(next, this.blobs);
    await this.transaction.query({
      name: 'intake.revise-contact',
      text: 'update intake.contact set revision = $2, state = $3 where id = $1',
      values: [id, next.revision, Buffer.from(value)],
    });
    this.known.set(id, { ...known, revision: next.revision, state: value });
    return { id, outcome: 'revised', record: this.#record(topicOf(next), partitionKey(next.accountId, next.conversationId), id, next.revision, value) };
  }

  #fold(stored: ContactFacts, part: ContactFacts): ContactFacts {
    try {
      return this.submission.account.channel.fold(stored, part);
    } catch (cause) {
      throw new FoldError(`fold of channel ${this.submission.account.channel.name} failed`, { cause });
    }
  }

  /** With what it leaves to be done. @returns false when this very part is there already */
  async #insertPart(id: string, { draft, part }: PreparedContact): Promise<boolean> {
    const { rowCount } = await this.transaction.query({
      name: 'intake.insert-part',
      text: `insert into intake.part (contact_id, sha256, received_at, media_type, body) values ($1, $2, $3, $4, $5)
             on conflict do nothing`,
      values: [id, part.sha256, this.submission.receivedAt, part.raw.mediaType, part.body && Buffer.from(part.body)],
    });
    if (rowCount !== 1) return false;
    if (draft.receipts) this.receipts.push(...(await applyReceipts(this.transaction, this.submission.account, draft.receipts)));
    if (draft.followUps) await insertFollowUps(this.transaction, this.submission.account.id, id, draft.followUps);
    return true;
  }

  #record(topic: NewRecord['topic'], key: string, id: string, revision: number, value: Uint8Array): NewRecord {
    return { topic, key, value, headers: eventHeaders(id, revision, this.submission.account.id, this.submission.receivedAt) };
  }
}

/** External id of the n-th occurrence of the same content. */
function occurrenceId(externalId: string, n: number): string {
  return n === 1 ? externalId : `${externalId}#${n}`;
}
