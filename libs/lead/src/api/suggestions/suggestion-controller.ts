import { Controller, Get, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Access, ACTOR, ApiZod, Problem, ValidBody, ValidQuery, parsePage, pickLocale, toPage, type Actor, type Page } from '@tributary/platform';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { findSuggestion, listSuggestions, rejectSuggestion, type SuggestionRow } from '../../suggestions/suggestion-store.js';
import { showSuggestion, type SuggestionView } from '../../suggestions/suggestion-view.js';
import { Uuid, isUuid, pageFields } from '../fields.js';
import { userOf } from '../leads/lead-actions.js';
import { mergeByHand } from '../people/merge-by-hand.js';
import { MergeChoices } from '../people/merge-fields.js';

const SuggestionQuery = z.strictObject({
  ...pageFields,
  status: z.enum(['open', 'accepted', 'rejected', 'superseded', 'all']).default('open'),
  personId: Uuid.optional(),
});
const Position = z.tuple([z.iso.datetime(), z.uuid()]);
const Nothing = z.strictObject({});

/** Pairs of people who may be one. */
@Controller('api/v1/suggestions')
export class SuggestionController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'People who may be one, with the reasons, newest first; open ones unless `status` says otherwise', query: SuggestionQuery })
  async list(
    @ValidQuery(SuggestionQuery) query: z.infer<typeof SuggestionQuery>,
    @Headers('accept-language') language?: string,
  ): Promise<Page<SuggestionView>> {
    const { limit, cursor } = parsePage(query, Position);
    const filter = { personId: query.personId, status: query.status === 'all' ? undefined : query.status };
    const rows = await listSuggestions(this.deps.pool, filter, { limit: limit + 1, before: cursor });
    const locale = pickLocale(language);
    return toPage(rows, limit, (row) => [row.position, row.id], (row) => showSuggestion(row, locale));
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Access('operator')
  @ApiZod({ summary: 'They are one: merges them; the first survives unless `survivor` says otherwise', body: MergeChoices })
  async accept(
    @Param('id') id: string,
    @ValidBody(MergeChoices) choices: MergeChoices,
    @ACTOR() actor: Actor,
    @Headers('accept-language') language?: string,
  ): Promise<SuggestionView & { personId: string; mergeId: string }> {
    const { personId, otherPersonId } = await this.#undecided(id);
    const { survivorId, mergeId } = await mergeByHand(this.deps, { people: [personId, otherPersonId], ...choices, cause: 'suggestion', actor: userOf(actor) });
    return { ...(await this.#show(id, language)), personId: survivorId, mergeId };
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Access('operator')
  @ApiZod({ summary: 'They are two, for good: the pair is never suggested again', body: Nothing })
  async reject(@Param('id') id: string, @ValidBody(Nothing) _body: object, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<SuggestionView> {
    await this.#undecided(id);
    if (!(await rejectSuggestion(this.deps.pool, id, userOf(actor)))) throw new Problem(409, 'suggestion-decided');
    return this.#show(id, language);
  }

  async #undecided(id: string): Promise<SuggestionRow> {
    const row = await this.#find(id);
    if (row.status !== 'open') throw new Problem(409, 'suggestion-decided');
    return row;
  }

  async #find(id: string): Promise<SuggestionRow> {
    const row = isUuid(id) ? await findSuggestion(this.deps.pool, id) : undefined;
    if (!row) throw new Problem(404, 'suggestion-unknown');
    return row;
  }

  async #show(id: string, language: string | undefined): Promise<SuggestionView> {
    return showSuggestion(await this.#find(id), pickLocale(language));
  }
}
