import { Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { ACTOR, Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type Actor, type Page } from '@tributary/platform';
import { z } from 'zod';
import { deleteCannedAnswer, findCannedAnswer, listCannedAnswers, putCannedAnswer, type CannedAnswer } from '../../conversations/canned-answers.js';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { uuidV7 } from '../../sql/uuid-v7.js';
import { IdPosition, Line, Name, Paragraphs, isUuid, pageFields } from '../fields.js';
import { userOf } from '../leads/lead-actions.js';
import { lineExists } from '../staff/line-store.js';

const fields = { name: Line(200), text: Paragraphs(10_000).trim().min(1), line: Name.nullable(), shared: z.boolean() };
const NewAnswer = z.strictObject({ ...fields, line: fields.line.default(null), shared: fields.shared.default(false) });
const AnswerChange = z.strictObject(fields).partial();
const AnswerQuery = z.strictObject({ ...pageFields, line: Name.optional() });

/** Texts to answer with. One's own are one's own; shared ones are seen by everybody and changed by whoever made them, operators and admins. */
@Controller('api/v1/canned-answers')
export class CannedAnswerController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Your own canned answers and the shared ones, newest first; with a line, those of it and those of all lines', query: AnswerQuery })
  async list(@ValidQuery(AnswerQuery) { line, ...query }: z.infer<typeof AnswerQuery>, @ACTOR() actor: Actor): Promise<Page<CannedAnswer>> {
    const { limit, cursor } = parsePage(query, IdPosition);
    const rows = await listCannedAnswers(this.deps.pool, userOf(actor), { line }, { limit: limit + 1, before: cursor?.[0] });
    return toPage(rows, limit, ({ id }) => [id], (answer) => answer);
  }

  @Post()
  @Access('manager')
  @ApiZod({ summary: 'Add a canned answer; {name}, {manager} and {line} in it are put in by whoever shows it', body: NewAnswer })
  async add(@ValidBody(NewAnswer) body: z.infer<typeof NewAnswer>, @ACTOR() actor: Actor): Promise<CannedAnswer> {
    return this.#put({ id: uuidV7(), userId: userOf(actor), ...body });
  }

  @Patch(':id')
  @Access('manager')
  @ApiZod({ summary: 'Change a canned answer', body: AnswerChange })
  async change(@Param('id') id: string, @ValidBody(AnswerChange) body: z.infer<typeof AnswerChange>, @ACTOR() actor: Actor): Promise<CannedAnswer> {
    const { name, text: words, line, shared, ...kept } = await this.#own(id, actor);
    return this.#put({ ...kept, name: body.name ?? name, text: body.text ?? words, line: body.line === undefined ? line : body.line, shared: body.shared ?? shared });
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('manager')
  @ApiZod({ summary: 'Take a canned answer away' })
  async remove(@Param('id') id: string, @ACTOR() actor: Actor): Promise<void> {
    await deleteCannedAnswer(this.deps.pool, (await this.#own(id, actor)).id);
  }

  async #put(answer: CannedAnswer): Promise<CannedAnswer> {
    if (answer.line !== null && !(await lineExists(this.deps.pool, answer.line))) {
      throw new Problem(422, 'validation-failed', { errors: [{ field: 'line', code: 'unknown-line', params: { id: answer.line } }] });
    }
    await putCannedAnswer(this.deps.pool, answer);
    return answer;
  }

  /** @throws Problem 404 also for somebody else's own one; 403 for a shared one that isn't theirs to change */
  async #own(id: string, actor: Actor): Promise<CannedAnswer> {
    const found = isUuid(id) ? await findCannedAnswer(this.deps.pool, id) : undefined;
    const isTheirs = found?.userId === userOf(actor);
    if (!found || (!isTheirs && !found.shared)) throw new Problem(404, 'canned-answer-unknown');
    if (!isTheirs && actor.role === 'manager') throw new Problem(403, 'forbidden');
    return found;
  }
}
