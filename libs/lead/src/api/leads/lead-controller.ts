import { Controller, Get, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { fromBinary } from '@bufbuild/protobuf';
import { Access, ACTOR, ApiZod, Problem, ValidBody, ValidQuery, parsePage, pickLocale, toPage, type Actor, type Page } from '@tributary/platform';
import { EnvelopeSchema } from '@tributary/proto';
import { z } from 'zod';
import { Desk } from '../../desk/desk.js';
import { BATCH_DEPS, LEAD_DEPS, type LeadDeps } from '../../deps.js';
import type { BatchDeps } from '../../batch/handle-batch.js';
import { listContacts } from '../contacts/contact-store.js';
import { showContact, type ContactView } from '../contacts/contact-view.js';
import { IdPosition, Line, Name, Paragraphs, Uuid, isUuid, pageFields } from '../fields.js';
import { mayRead, scopeOf } from '../scope.js';
import { enterLead } from './enter-lead.js';
import { endLead, takeLead, transferLead, type Doer } from './lead-actions.js';
import { findLead, listLeads } from './lead-store.js';
import { listAssignments, type AssignmentView } from './assignments.js';
import { showLead, type LeadView } from './lead-view.js';

const LeadQuery = z.strictObject({
  ...pageFields,
  status: z.enum(['open', 'closed']).optional(),
  managerId: z.union([z.enum(['me', 'none']), Uuid]).optional(),
  waiting: z.enum(['held', 'queue', 'claim', 'pool', 'any']).optional(),
  taken: z.enum(['true', 'false']).optional(),
  order: z.enum(['newest', 'oldest']).default('newest'),
  line: Name.optional(),
  personId: Uuid.optional(),
});
type LeadQuery = z.infer<typeof LeadQuery>;

const NewLead = z.strictObject({
  line: Name.default('main'),
  personId: Uuid.optional(),
  name: Line(200).optional(),
  company: Line(200).optional(),
  phone: Line(100).optional(),
  email: Line(320).optional(),
  text: Paragraphs(10_000).optional(),
  managerId: Uuid.nullable().optional(),
}).superRefine(({ personId, phone, email, name, company, text }, { addIssue }) => {
  if (personId === undefined) {
    const something = [name, company, phone, email, text].some((value) => value !== undefined && value !== '');
    if (!something) addIssue({ code: 'custom', path: ['name'], params: { code: 'required' } });
    return;
  }
  // The person is chosen, so an address could only contradict that.
  for (const [field, value] of Object.entries({ phone, email })) {
    if (value !== undefined) addIssue({ code: 'custom', path: [field], params: { code: 'not-allowed' } });
  }
});
type NewLead = z.infer<typeof NewLead>;

const Transfer = z.strictObject({ managerId: Uuid.nullable() });
type Transfer = z.infer<typeof Transfer>;

const Closing = z.strictObject({ outcome: z.enum(['won', 'lost', 'other']), note: Paragraphs(2_000).optional() });
type Closing = z.infer<typeof Closing>;

const Nothing = z.strictObject({});

/** So many contacts come with a lead; the list of contacts has the others. */
const SHOWN_CONTACTS = 100;

/** Leads: who has which, and what people do with them. Managers see their own and those of the pool. */
@Controller('api/v1/leads')
export class LeadController {
  constructor(
    @Inject(LEAD_DEPS) private readonly deps: LeadDeps,
    @Inject(BATCH_DEPS) private readonly batches: BatchDeps,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Leads, newest first or by age; waiting=any are those that nobody has, taken=false those that nobody has begun with', query: LeadQuery })
  async list(@ValidQuery(LeadQuery) query: LeadQuery, @ACTOR() actor: Actor): Promise<Page<LeadView>> {
    const { limit, cursor } = parsePage(query, IdPosition);
    const scope = await scopeOf(this.deps.pool, actor);
    if (query.managerId === 'me' && scope.managerId === undefined) return { items: [], nextCursor: null };
    const managerId = query.managerId === 'me' ? scope.managerId : query.managerId === 'none' ? null : query.managerId;
    const rows = await listLeads(this.deps.pool, scope, { ...query, managerId, taken: query.taken === undefined ? undefined : query.taken === 'true' }, { limit: limit + 1, before: cursor?.[0], oldestFirst: query.order === 'oldest' });
    return toPage(rows, limit, ({ id }) => [id], showLead);
  }

  @Post()
  @Access('manager')
  @ApiZod({ summary: 'Enter a lead by hand; the open lead of a known person is joined', body: NewLead })
  async enter(@ValidBody(NewLead) body: NewLead, @ACTOR() actor: Actor): Promise<LeadView> {
    return showLead(await enterLead(this.batches, body, await this.#doer(actor)));
  }

  @Get(':id')
  @Access('manager')
  @ApiZod({ summary: 'One lead with its latest contacts' })
  async show(@Param('id') id: string, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<LeadView & { contacts: ContactView[]; assignments: AssignmentView[] }> {
    const scope = await scopeOf(this.deps.pool, actor);
    const lead = isUuid(id) ? await findLead(this.deps.pool, id) : undefined;
    if (!lead) throw new Problem(404, 'lead-unknown');
    if (!(await mayRead(this.deps.pool, scope, { id, managerId: lead.manager_id, status: lead.status }))) throw new Problem(403, 'forbidden');
    const rows = await listContacts(this.deps.pool, scope, { leadId: id }, { limit: SHOWN_CONTACTS });
    const locale = pickLocale(language);
    const assignments = await listAssignments(this.deps.pool, id, locale);
    return { ...showLead(lead), assignments, contacts: rows.map((row) => showContact(row, fromBinary(EnvelopeSchema, row.snapshot), locale)) };
  }

  @Post(':id/take')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'Take a lead of the pool', body: Nothing })
  async take(@Param('id') id: string, @ValidBody(Nothing) _body: object, @ACTOR() actor: Actor): Promise<LeadView> {
    return this.#changed(id, actor, (doer) => takeLead(this.deps, id, doer));
  }

  @Post(':id/transfer')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'Give a lead to another manager, or back to the pool', body: Transfer })
  async transfer(@Param('id') id: string, @ValidBody(Transfer) body: Transfer, @ACTOR() actor: Actor): Promise<LeadView> {
    return this.#changed(id, actor, (doer) => transferLead(this.deps, id, body.managerId, doer));
  }

  @Post(':id/close')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'Close a lead', body: Closing })
  async close(@Param('id') id: string, @ValidBody(Closing) body: Closing, @ACTOR() actor: Actor): Promise<LeadView> {
    return this.#changed(id, actor, (doer) => endLead(this.deps, id, body, doer));
  }

  async #doer(actor: Actor): Promise<Doer> {
    return { actor, scope: await scopeOf(this.deps.pool, actor) };
  }

  async #changed(id: string, actor: Actor, work: (doer: Doer) => Promise<void>): Promise<LeadView> {
    if (!isUuid(id)) throw new Problem(404, 'lead-unknown');
    await work(await this.#doer(actor));
    this.desk.wake();
    return showLead((await findLead(this.deps.pool, id))!);
  }
}
