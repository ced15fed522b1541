import { Controller, Delete, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { Access, ACTOR, ApiZod, Problem, ValidBody, type Actor } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { recordActivity, type Activity } from '../../people/activities.js';
import { addIdentity, editPerson, removeIdentity } from '../../people/person-changes.js';
import { uuidV7 } from '../../sql/uuid-v7.js';
import { Line, Paragraphs, Time, Uuid, isUuid } from '../fields.js';
import { IdentityInput, normalizedIdentity } from '../identities/identity-input.js';
import { userOf } from '../leads/lead-actions.js';
import { scopeOf } from '../scope.js';
import { requireManager } from '../staff/manager-store.js';
import { findPerson, identitiesOf, type PersonIdentity } from './person-store.js';
import { showPerson, type PersonView } from './person-view.js';

const Edit = z.strictObject({ name: Line(200).optional(), company: z.union([z.literal(''), Line(200)]).optional(), managerId: Uuid.nullable().optional(), vip: z.boolean().optional() });
type Edit = z.infer<typeof Edit>;

const NewActivity = z.strictObject({
  kind: z.enum(['meeting', 'call']),
  occurredAt: Time,
  durationMinutes: z.int().min(0).max(1_440).optional(),
  result: Paragraphs(10_000).refine((text) => text.trim() !== ''),
  leadId: Uuid.optional(),
});
type NewActivity = z.infer<typeof NewActivity>;

/** What users know of a person that no contact told. */
@Controller('api/v1/people/:id')
export class PersonChangesController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Patch()
  @Access('manager')
  @ApiZod({ summary: 'Correct a person\'s name or company; operators also give them to a manager and say who is a VIP', body: Edit })
  async edit(@Param('id') id: string, @ValidBody(Edit) edit: Edit, @ACTOR() actor: Actor): Promise<PersonView> {
    const scope = await this.#visible(id, actor);
    if ((edit.managerId !== undefined || edit.vip !== undefined) && !scope.all) throw new Problem(403, 'forbidden');
    await inTransaction(this.deps.pool, async (tx) => {
      if (edit.managerId) await requireManager(tx, edit.managerId, 'managerId');
      if (!(await editPerson(tx, id, edit))) throw new Problem(404, 'person-unknown');
    });
    return showPerson((await findPerson(this.deps.pool, scope, id))!);
  }

  @Post('identities')
  @Access('manager')
  @ApiZod({ summary: 'Add a phone, an e-mail address or another identity', body: IdentityInput })
  async add(@Param('id') id: string, @ValidBody(IdentityInput) body: IdentityInput, @ACTOR() actor: Actor): Promise<{ identities: PersonIdentity[] }> {
    await this.#visible(id, actor);
    const identity = normalizedIdentity(body);
    await inTransaction(this.deps.pool, async (tx) => {
      const owner = await addIdentity(tx, id, identity);
      if (!owner) throw new Problem(404, 'person-unknown');
      if (owner.shared) throw new Problem(409, 'identity-shared');
      if (owner.ownerId !== id.toLowerCase()) throw new Problem(409, 'identity-taken');
    });
    return { identities: await identitiesOf(this.deps.pool, id) };
  }

  @Delete('identities')
  @HttpCode(204)
  @Access('operator')
  @ApiZod({ summary: 'Take an identity away; a later contact with it makes a new person', body: IdentityInput })
  async remove(@Param('id') id: string, @ValidBody(IdentityInput) body: IdentityInput, @ACTOR() actor: Actor): Promise<void> {
    await this.#visible(id, actor);
    const { type, value } = normalizedIdentity(body);
    if (!(await removeIdentity(this.deps.pool, id, type, value))) throw new Problem(404, 'identity-unknown');
  }

  @Post('activities')
  @Access('manager')
  @ApiZod({ summary: 'Record a meeting or a call with its time and result', body: NewActivity })
  async record(@Param('id') id: string, @ValidBody(NewActivity) body: NewActivity, @ACTOR() actor: Actor): Promise<Omit<Activity, 'createdAt'>> {
    await this.#visible(id, actor);
    const activity = { id: uuidV7(), kind: body.kind, leadId: body.leadId ?? null, occurredAt: body.occurredAt, durationMinutes: body.durationMinutes ?? null, result: body.result, by: userOf(actor) };
    await inTransaction(this.deps.pool, async (tx) => {
      // Locked, so that a merge at the same moment takes it along.
      const { rows } = await tx.query('select from lead.person where id = $1 and merged_into is null and erased_at is null for share', [id]);
      if (rows.length === 0) throw new Problem(404, 'person-unknown');
      if (body.leadId !== undefined) await requireLeadOf(tx, id, body.leadId);
      await recordActivity(tx, id, activity);
      await answered(tx, id, body.leadId);
    });
    return activity;
  }

  /** @throws Problem 404, or 403 when it is somebody else's */
  async #visible(id: string, actor: Actor) {
    const scope = await scopeOf(this.deps.pool, actor);
    const person = isUuid(id) ? await findPerson(this.deps.pool, scope, id) : undefined;
    if (!person) throw new Problem(404, 'person-unknown');
    if (!person.visible) throw new Problem(403, 'forbidden');
    return scope;
  }
}

/** Whoever spoke with them has answered: their open leads, or the one that is named, wait for no answer any more. */
async function answered(tx: Parameters<typeof recordActivity>[0], personId: string, leadId: string | undefined): Promise<void> {
  await tx.query(
    `update lead.lead set answered_at = coalesce(answered_at, now()), answer_due_at = null where person_id = $1 and status = 'open' and ($2::uuid is null or id = $2)`,
    [personId, leadId ?? null],
  );
}

async function requireLeadOf(tx: Parameters<typeof recordActivity>[0], personId: string, leadId: string): Promise<void> {
  const { rows } = await tx.query('select from lead.lead where id = $1 and person_id = $2', [leadId, personId]);
  if (rows.length === 0) throw new Problem(422, 'validation-failed', { errors: [{ field: 'leadId', code: 'unknown-lead', params: { id: leadId } }] });
}
