import { Controller, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import type { Transaction } from '@tributary/event-log';
import { ACTOR, Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type Actor, type Page } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { uuidV7 } from '../../sql/uuid-v7.js';
import { TASK_KINDS, changeTask, endTask, findTask, insertTask, listTasks, lockTask, seesTask, type Task } from '../../tasks/task-store.js';
import { Paragraphs, Time, Uuid, isUuid, pageFields } from '../fields.js';
import { userOf } from '../leads/lead-actions.js';
import { findLead } from '../leads/lead-store.js';
import { findPerson } from '../people/person-store.js';
import { maySee, scopeOf, type Scope } from '../scope.js';
import { requireManager } from '../staff/manager-store.js';

const TaskQuery = z.strictObject({
  ...pageFields,
  status: z.enum(['open', 'done']).default('open'),
  managerId: z.union([z.enum(['me', 'none']), Uuid]).optional(),
  personId: Uuid.optional(),
  leadId: Uuid.optional(),
});

const NewTask = z
  .strictObject({
    kind: z.enum(TASK_KINDS).default('reminder'),
    text: Paragraphs(2_000).default(''),
    leadId: Uuid.optional(),
    personId: Uuid.optional(),
    managerId: Uuid.nullable().optional(),
    dueAt: Time,
    remindAt: Time.optional(),
    endsWithContact: z.boolean().optional(),
  })
  .superRefine(({ kind, text }, { addIssue }) => {
    if (kind === 'reminder' && text.trim() === '') addIssue({ code: 'custom', path: ['text'], params: { code: 'required' } });
  });
type NewTask = z.infer<typeof NewTask>;

const TaskChange = z.strictObject({ text: Paragraphs(2_000).optional(), dueAt: Time.optional(), remindAt: Time.nullable().optional(), managerId: Uuid.nullable().optional() });
const Ending = z.strictObject({ result: Paragraphs(2_000).optional(), again: z.strictObject({ dueAt: Time, text: Paragraphs(2_000).optional() }).optional() });

/** Tasks: to call back, to remember something, to try again. */
@Controller('api/v1/tasks')
export class TaskController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Tasks, the most urgent first; managers see their own and nobody’s', query: TaskQuery })
  async list(@ValidQuery(TaskQuery) { status, managerId: whose, ...query }: z.infer<typeof TaskQuery>, @ACTOR() actor: Actor): Promise<Page<Task>> {
    const { limit, cursor } = parsePage(query, z.tuple([z.iso.datetime(), z.uuid()]));
    const scope = await scopeOf(this.deps.pool, actor);
    if (whose === 'me' && scope.managerId === undefined) return { items: [], nextCursor: null };
    const managerId = whose === 'me' ? scope.managerId : whose === 'none' ? null : whose;
    const { personId, leadId } = query;
    const rows = await listTasks(this.deps.pool, scope, { open: status === 'open', managerId, personId, leadId }, { limit: limit + 1, after: cursor });
    return toPage(rows, limit, ({ dueAt, id }) => [dueAt.toISOString(), id], (task) => task);
  }

  @Post()
  @Access('manager')
  @ApiZod({ summary: 'Add a task, for yourself unless a colleague is named; a call-back ends when the customer reaches us', body: NewTask })
  async add(@ValidBody(NewTask) body: NewTask, @ACTOR() actor: Actor): Promise<Task> {
    const id = uuidV7();
    const scope = await scopeOf(this.deps.pool, actor);
    return inTransaction(this.deps.pool, async (tx) => {
      const lead = body.leadId === undefined ? undefined : await findLead(tx, body.leadId);
      if (body.leadId !== undefined && (!lead || !maySee(scope, { managerId: lead.manager_id, status: lead.status }))) throw fault('leadId', 'unknown-lead', body.leadId);
      const personId = body.personId ?? lead?.person_id ?? null;
      if (body.personId !== undefined && !(await findPerson(tx, scope, body.personId))?.visible) throw fault('personId', 'unknown-person', body.personId);
      if (body.managerId) await requireManager(tx, body.managerId, 'managerId');
      const managerId = body.managerId === undefined ? (scope.managerId ?? lead?.manager_id ?? null) : body.managerId;
      const { kind, text, dueAt, remindAt = null, endsWithContact = kind === 'call-back' } = body;
      await insertTask(tx, { id, kind, text, personId, leadId: body.leadId ?? null, managerId, dueAt, remindAt, endsWithContact, createdBy: userOf(actor) });
      return written(tx, id);
    });
  }

  @Patch(':id')
  @Access('manager')
  @ApiZod({ summary: 'Move a task, or give it to a colleague', body: TaskChange })
  async change(@Param('id') id: string, @ValidBody(TaskChange) body: z.infer<typeof TaskChange>, @ACTOR() actor: Actor): Promise<Task> {
    const scope = await scopeOf(this.deps.pool, actor);
    return inTransaction(this.deps.pool, async (tx) => {
      await requireTask(tx, id, scope);
      if (body.managerId) await requireManager(tx, body.managerId, 'managerId');
      if (!(await changeTask(tx, id, body))) throw new Problem(409, 'task-done');
      return written(tx, id);
    });
  }

  @Post(':id/done')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'End a task, with a result; `again` makes a repeat call of it', body: Ending })
  async done(@Param('id') id: string, @ValidBody(Ending) { result, again }: z.infer<typeof Ending>, @ACTOR() actor: Actor): Promise<{ task: Task; next?: Task }> {
    const scope = await scopeOf(this.deps.pool, actor);
    return inTransaction(this.deps.pool, async (tx) => {
      const { personId, leadId, managerId, endsWithContact, text } = await requireTask(tx, id, scope);
      if (!(await endTask(tx, id, userOf(actor), result))) throw new Problem(409, 'task-done');
      if (!again) return { task: await written(tx, id) };
      const nextId = uuidV7();
      await insertTask(tx, { id: nextId, kind: 'repeat-call', text: again.text ?? text, personId, leadId, managerId, dueAt: again.dueAt, remindAt: null, endsWithContact, createdBy: userOf(actor) });
      return { task: await written(tx, id), next: await written(tx, nextId) };
    });
  }
}

/** @throws Problem 404, 403 (somebody else's) */
async function requireTask(tx: Transaction, id: string, scope: Scope): Promise<Task> {
  const task = isUuid(id) ? await lockTask(tx, id) : undefined;
  if (!task) throw new Problem(404, 'task-unknown');
  if (!seesTask(scope, task)) throw new Problem(403, 'forbidden');
  return task;
}

/** What was just written is answered to whoever wrote it, although it may be a colleague's now. */
async function written(tx: Transaction, id: string): Promise<Task> {
  return (await findTask(tx, id))!;
}

function fault(field: string, code: string, id: string): Problem {
  return new Problem(422, 'validation-failed', { errors: [{ field, code, params: { id } }] });
}
