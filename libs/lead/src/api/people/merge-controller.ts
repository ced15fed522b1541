import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Access, ACTOR, ApiZod, Problem, ValidBody, type Actor } from '@tributary/platform';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { LaterMergeError, NoMergeError, undoMerge } from '../../merging/undo.js';
import { Uuid, isUuid } from '../fields.js';
import { userOf } from '../leads/lead-actions.js';
import { scopeOf } from '../scope.js';
import { mergeByHand } from './merge-by-hand.js';
import { MergeChoices } from './merge-fields.js';
import { findPerson } from './person-store.js';
import { showPerson, type PersonView } from './person-view.js';

const MergeBody = MergeChoices.extend({ with: Uuid });
const UnmergeBody = z.strictObject({ mergeId: Uuid.optional() });

/** Two persons become one, and two again. */
@Controller('api/v1/people')
export class MergeController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Post(':id/merge')
  @HttpCode(200)
  @Access('operator')
  @ApiZod({ summary: 'Merge two people; the first survives unless `survivor` says otherwise, `fields` says whose name, company and manager are kept', body: MergeBody })
  async merge(@Param('id') id: string, @ValidBody(MergeBody) body: z.infer<typeof MergeBody>, @ACTOR() actor: Actor): Promise<PersonView & { mergeId: string }> {
    await this.#person(id, actor);
    const { with: other, ...choices } = body;
    if (!(await this.#find(other, actor))) throw new Problem(422, 'validation-failed', { errors: [{ field: 'with', code: 'unknown-person', params: { id: other } }] });
    const { survivorId, mergeId } = await mergeByHand(this.deps, { people: [id.toLowerCase(), other], ...choices, cause: 'by-hand', actor: userOf(actor) });
    return { ...(await this.#person(survivorId, actor)), mergeId };
  }

  @Post(':id/unmerge')
  @HttpCode(200)
  @Access('operator')
  @ApiZod({ summary: 'Undo a merge, the latest unless `mergeId` names one; both people are as before, what came in between stays with the side of its identity', body: UnmergeBody })
  async unmerge(@Param('id') id: string, @ValidBody(UnmergeBody) body: z.infer<typeof UnmergeBody>, @ACTOR() actor: Actor): Promise<{ mergeId: string; people: PersonView[] }> {
    if (!isUuid(id)) throw new Problem(404, 'person-unknown');
    try {
      const merge = await undoMerge(this.deps, { personId: id, mergeId: body.mergeId, actor: userOf(actor) });
      return { mergeId: merge.id, people: await Promise.all([merge.survivorId, merge.mergedId].map((each) => this.#person(each, actor))) };
    } catch (cause) {
      if (cause instanceof NoMergeError) throw (await this.#find(id, actor)) ? new Problem(409, 'not-merged', { cause }) : new Problem(404, 'person-unknown', { cause });
      if (cause instanceof LaterMergeError) throw new Problem(409, 'merged-again', { params: { id: cause.mergeId }, cause });
      throw cause;
    }
  }

  async #find(id: string, actor: Actor) {
    return isUuid(id) ? findPerson(this.deps.pool, await scopeOf(this.deps.pool, actor), id) : undefined;
  }

  async #person(id: string, actor: Actor): Promise<PersonView> {
    const person = await this.#find(id, actor);
    if (!person) throw new Problem(404, 'person-unknown');
    return showPerson(person);
  }
}
