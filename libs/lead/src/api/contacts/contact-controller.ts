import { Controller, Get, Headers, Inject, Param } from '@nestjs/common';
import { fromBinary } from '@bufbuild/protobuf';
import { Access, ACTOR, ApiZod, Problem, ValidQuery, parsePage, pickLocale, toPage, type Actor, type Page } from '@tributary/platform';
import { EnvelopeSchema, type Envelope } from '@tributary/proto';
import type pg from 'pg';
import { z } from 'zod';
import { conversationId } from '../../conversations/by-contacts.js';
import { findConversation } from '../../conversations/conversation-store.js';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { requireReadable } from '../conversations/visible-conversation.js';
import { Search, Time, Uuid, isUuid, pageFields } from '../fields.js';
import { mayRead, scopeOf, type Scope } from '../scope.js';
import { findContact, listContacts, type ContactRow } from './contact-store.js';
import { showContact, type ContactView } from './contact-view.js';
import { Notices } from './notices.js';

const ContactQuery = z.strictObject({
  ...pageFields,
  accountId: Search.optional(),
  channel: Search.optional(),
  externalId: z.string().max(2_000).refine((text) => !text.includes('\0')).optional(),
  personId: Uuid.optional(),
  leadId: Uuid.optional(),
  since: Time.optional(),
  q: Search.optional(),
});
type ContactQuery = z.infer<typeof ContactQuery>;

const ContactPosition = z.tuple([z.iso.datetime(), z.int(), z.uuid()]);

/** Contacts, as they came and what became of them. */
@Controller('api/v1/contacts')
export class ContactController {
  constructor(
    @Inject(LEAD_DEPS) private readonly deps: LeadDeps,
    @Inject(Notices) private readonly notices: Notices,
  ) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Contacts, newest first; managers see those of their own leads and of the pool', query: ContactQuery })
  async list(
    @ValidQuery(ContactQuery) query: ContactQuery,
    @ACTOR() actor: Actor,
    @Headers('accept-language') language: string | undefined,
  ): Promise<Page<ContactView>> {
    const { limit, cursor } = parsePage(query, ContactPosition);
    const scope = await scopeOf(this.deps.pool, actor);
    const rows = await listContacts(this.deps.pool, scope, query, { limit: limit + 1, before: cursor });
    const locale = pickLocale(language);
    return toPage(rows, limit, (row) => [row.received_at.toISOString(), Number(row.position), row.id], (row) => showContact(row, snapshotOf(row), locale));
  }

  @Get(':id')
  @Access('manager')
  @ApiZod({ summary: 'One contact, whole, with the reasons of its decision and its custody' })
  async show(@Param('id') id: string, @ACTOR() actor: Actor, @Headers('accept-language') language: string | undefined): Promise<ContactView> {
    const row = await visibleContact(this.deps, id, await scopeOf(this.deps.pool, actor));
    const [envelope, notifiedAt] = await Promise.all([wholeEnvelope(this.deps, row), this.notices.notifiedAt(row.id)]);
    return showContact(row, envelope, pickLocale(language), notifiedAt);
  }
}

/** @throws Problem 404, or 403 when it is somebody else's */
export async function visibleContact({ pool }: LeadDeps, id: string, scope: Scope): Promise<ContactRow> {
  const row = isUuid(id) ? await findContact(pool, id) : undefined;
  if (!row) throw new Problem(404, 'contact-unknown');
  const isVisible = scope.all || (row.lead_id !== null && (await mayRead(pool, scope, { id: row.lead_id, managerId: row.manager_id, status: row.lead_status ?? '' })));
  if (!isVisible) await requireConversation(pool, row, scope);
  return row;
}

/** Whoever may see a conversation sees all that is in it, whosever lead that was. */
async function requireConversation(pool: pg.Pool, { account_id, conversation_id }: ContactRow, scope: Scope): Promise<void> {
  const conversation = await findConversation(pool, conversationId(account_id, conversation_id), '');
  if (!conversation) throw new Problem(403, 'forbidden');
  await requireReadable(pool, scope, conversation);
}

function snapshotOf({ snapshot }: ContactRow): Envelope {
  return fromBinary(EnvelopeSchema, snapshot);
}

/** What was too large for the log stands in a blob. */
export async function wholeEnvelope({ blobs }: LeadDeps, row: ContactRow): Promise<Envelope> {
  const envelope = snapshotOf(row);
  return envelope.full ? fromBinary(EnvelopeSchema, await blobs.read(envelope.full.sha256)) : envelope;
}
