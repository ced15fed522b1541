import { Controller, Get, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { fromBinary } from '@bufbuild/protobuf';
import { Access, ACTOR, ApiZod, Problem, ValidBody, ValidQuery, pickLocale, type Actor } from '@tributary/platform';
import { EnvelopeSchema } from '@tributary/proto';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import type { BatchDeps } from '../../batch/handle-batch.js';
import { NotAnEnquiryError, reconsider } from '../../batch/reconsider.js';
import { BATCH_DEPS, LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { trying } from '../../merging/trying.js';
import { assignContact } from '../../people/assign-contact.js';
import { Time, Uuid } from '../fields.js';
import { userOf } from '../leads/lead-actions.js';
import { scopeOf } from '../scope.js';
import { visibleContact } from './contact-controller.js';
import { findContact } from './contact-store.js';
import { showContact, type ContactView } from './contact-view.js';

const Whose = z.strictObject({ personId: Uuid });
const Nothing = z.strictObject({});
const NotLeadQuery = z.strictObject({ since: Time.optional(), until: Time.optional() });
const DAYS_SHOWN = 30;

/** What users say of a contact: whose it is, and that it was a lead after all. */
@Controller('api/v1')
export class ToldController {
  constructor(
    @Inject(LEAD_DEPS) private readonly deps: LeadDeps,
    @Inject(BATCH_DEPS) private readonly batches: BatchDeps,
  ) {}

  @Post('contacts/:id/person')
  @HttpCode(200)
  @Access('operator')
  @ApiZod({ summary: 'Say whose a contact without a person is', body: Whose })
  async assign(@Param('id') id: string, @ValidBody(Whose) { personId }: z.infer<typeof Whose>, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ContactView> {
    await visibleContact(this.deps, id, await scopeOf(this.deps.pool, actor));
    const result = await trying(() => inTransaction(this.deps.pool, (tx) => assignContact(tx, this.deps.logWriter, { contactId: id, personId, actor: userOf(actor) })));
    if (result === 'no-person') throw new Problem(422, 'validation-failed', { errors: [{ field: 'personId', code: 'unknown-person', params: { id: personId } }] });
    if (result === 'has-person') throw new Problem(409, 'contact-has-person');
    return this.#show(id, language);
  }

  @Post('contacts/:id/lead')
  @HttpCode(200)
  @Access('operator')
  @ApiZod({ summary: 'This was a lead after all: opens one, or joins the person\'s open one', body: Nothing })
  async lead(@Param('id') id: string, @ValidBody(Nothing) _body: object, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ContactView> {
    const { lead_id } = await visibleContact(this.deps, id, await scopeOf(this.deps.pool, actor));
    if (lead_id !== null) throw new Problem(409, 'contact-is-lead');
    try {
      if (!(await reconsider(this.batches, id, actor.name))) throw new Problem(409, 'contact-is-lead');
    } catch (cause) {
      throw cause instanceof NotAnEnquiryError ? new Problem(409, 'contact-no-enquiry', { cause }) : cause;
    }
    return this.#show(id, language);
  }

  @Get('not-leads')
  @Access('operator')
  @ApiZod({ summary: `How many contacts were no leads, by reason; of the last ${DAYS_SHOWN} days unless told otherwise`, query: NotLeadQuery })
  async notLeads(@ValidQuery(NotLeadQuery) { since, until }: z.infer<typeof NotLeadQuery>): Promise<{ items: { reason: string; count: number }[] }> {
    const { rows } = await this.deps.pool.query<{ reason: string; count: number }>(
      `select not_lead_reason as reason, count(*)::int as count from lead.contact
        where not_lead_reason is not null and received_at >= coalesce($1, now() - make_interval(days => ${DAYS_SHOWN})) and ($2::timestamptz is null or received_at < $2)
        group by 1 order by 2 desc, 1`,
      [since ?? null, until ?? null],
    );
    return { items: rows };
  }

  async #show(id: string, language: string | undefined): Promise<ContactView> {
    const row = (await findContact(this.deps.pool, id))!;
    return showContact(row, fromBinary(EnvelopeSchema, row.snapshot), pickLocale(language));
  }
}
