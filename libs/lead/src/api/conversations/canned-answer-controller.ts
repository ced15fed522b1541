import { Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import type { Transaction } from '@tributary/event-log';
import { ACTOR, Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type Actor, type Page } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { addCannedAnswer, changeCannedAnswer, deleteCannedAnswer, findCannedAnswer, listCannedAnswers, lockCannedAnswer, type CannedAnswer } from '../../conversations/canned-answers.js';
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
    const answer = { id: uuidV7(), userId: userOf(actor), ...body };
    await requireLine(this.deps.pool, answer);
    await addCannedAnswer(this.deps.pool, answer);
    return answer;
  }

  @Patch(':id')
  @Access('manager')
  @ApiZod({ summary: 'Change a canned answer', body: AnswerChange })
  async change(@Param('id') id: string, @ValidBody(AnswerChange) body: z.infer<typeof AnswerChange>, @ACTOR() actor: Actor): Promise<CannedAnswer> {
    return inTransaction(this.deps.pool, async (tx) => {
      const known = requireOwn(isUuid(id) ? await lockCannedAnswer(tx, id) : undefined, actor);
      const answer = { ...known, name: body.name ?? known.name, text: body.text ?? known.text, line: body.line === undefined ? known.line : body.line, shared: body.shared ?? known.shared };
      await requireLine(tx, answer);
      await changeCannedAnswer(tx, answer);
      return answer;
    });
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('manager')
  @ApiZod({ summary: 'Take a canned answer away' })
  async remove(@Param('id') id: string, @ACTOR() actor: Actor): Promise<void> {
    const { id: own } = requireOwn(isUuid(id) ? await findCannedAnswer(this.deps.pool, id) : undefined, actor);
    await deleteCannedAnswer(this.deps.pool, own);
  }
}

/** @throws Problem 422 */
async function requireLine(tx: Transaction, { line }: CannedAnswer): Promise<void> {
  if (line !== null && !(await lineExists(tx, line))) throw new Problem(422, 'validation-failed', { errors: [{ field: 'line', code: 'unknown-line', params: { id: line } }] });
}

/** @throws Problem 404 also for somebody else's own one; 403 for a shared one that isn't theirs to change */
function requireOwn(found: CannedAnswer | undefined, actor: Actor): CannedAnswer {
  const isTheirs = found?.userId === userOf(actor);
  if (!found || (!isTheirs && !found.shared)) throw new Problem(404, 'canned-answer-unknown');
  if (!isTheirs && actor.role === 'manager') throw new Problem(403, 'forbidden');
  return found;
}
