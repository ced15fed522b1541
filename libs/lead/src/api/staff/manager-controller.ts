import { Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Put } from '@nestjs/common';
import { ACTOR, Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type Actor, type FieldFault, type Page } from '@tributary/platform';
import { normalizeEmail } from '@tributary/contact';
import { timeZoneSchema } from '@tributary/routing';
import { inTransaction } from '@tributary/storage';
import type { Transaction } from '@tributary/event-log';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { Desk } from '../../desk/desk.js';
import { readOffice } from '../../office/office-config.js';
import { viewOffice } from '../../office/open-office.js';
import { IdPosition, Line, Name, Time, Uuid, isUuid, pageFields } from '../fields.js';
import { scopeOf } from '../scope.js';
import { calendarFaults } from './calendar-store.js';
import { departmentFaults } from './department-store.js';
import { Country, Hours } from './hours-fields.js';
import { findManager, insertManager, listManagers, managerFaults, sayPresence, signOfLife, updateManager, type Manager } from './manager-store.js';
import { queueFaults, setQueuesOf } from './queue-store.js';
import { showManager, type ManagerView } from './manager-view.js';
import { uuidV7 } from '../../sql/uuid-v7.js';

const Email = Line(320).refine((text) => normalizeEmail(text) !== undefined, { params: { code: 'email' } });
const Queues = z.array(Name).max(100);
const Skills = z.array(Line(50)).max(50);
const Capacity = z.int().min(0).max(100_000);

/** How somebody works: what they can and when they are there. */
const WORK = {
  departmentId: Name.nullable().optional(),
  presenceBy: z.enum(['always', 'schedule', 'signed-in']).optional(),
  hours: Hours.optional(),
  timeZone: timeZoneSchema.nullable().optional(),
  calendar: Country.nullable().optional(),
  skills: Skills.optional(),
  capacity: Capacity.nullable().optional(),
  channelCapacity: z.record(z.string().regex(/^[a-z0-9_]{1,40}$/), Capacity).optional(),
};

const NewManager = z.strictObject({ name: Line(200), email: Email, userId: Line(100).optional(), queues: Queues.default(['main']), ...WORK });
type NewManager = z.infer<typeof NewManager>;

const ManagerChanges = z.strictObject({
  name: Line(200).optional(),
  email: Email.optional(),
  userId: Line(100).nullable().optional(),
  active: z.boolean().optional(),
  queues: Queues.optional(),
  ...WORK,
});
type ManagerChanges = z.infer<typeof ManagerChanges>;

/** `auto`: nothing is said any more, and what `presenceBy` says counts. */
const PresenceBody = z.strictObject({
  status: z.enum(['available', 'paused', 'absent', 'auto']),
  until: Time.optional(),
  substituteId: Uuid.nullable().optional(),
  note: Line(200).optional(),
});
type PresenceBody = z.infer<typeof PresenceBody>;

const ManagerQuery = z.strictObject(pageFields);
const Nothing = z.strictObject({});

/** Salespeople: who takes leads, from which queues, and whether they are there. */
@Controller('api/v1/managers')
export class ManagerController {
  constructor(
    @Inject(LEAD_DEPS) private readonly deps: LeadDeps,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Managers, newest first, those who left too, with whether they are there and how many open leads they have', query: ManagerQuery })
  async list(@ValidQuery(ManagerQuery) query: z.infer<typeof ManagerQuery>): Promise<Page<ManagerView>> {
    const { limit, cursor } = parsePage(query, IdPosition);
    const rows = await listManagers(this.deps.pool, { limit: limit + 1, before: cursor?.[0] });
    const office = await viewOffice(this.deps.pool, await readOffice(this.deps.pool), new Date());
    return toPage(rows, limit, ({ id }) => [id], (manager) => showManager(manager, office));
  }

  @Get(':id')
  @Access('manager')
  @ApiZod({ summary: 'One manager; "me" is your own' })
  async show(@Param('id') id: string, @ACTOR() actor: Actor): Promise<ManagerView> {
    return this.#view(await this.#idOf(id, actor));
  }

  @Post()
  @Access('admin')
  @ApiZod({ summary: 'Add a manager; into queue "main" unless told otherwise', body: NewManager })
  async add(@ValidBody(NewManager) { queues, ...facts }: NewManager): Promise<ManagerView> {
    const id = uuidV7();
    return this.#changed(id, async (tx) => {
      await requireQueues(tx, queues);
      await requireWork(tx, facts);
      await insertManager(tx, id, facts);
      await setQueuesOf(tx, id, queues);
    });
  }

  @Patch(':id')
  @Access('admin')
  @ApiZod({ summary: 'Change a manager', body: ManagerChanges })
  async change(@Param('id') id: string, @ValidBody(ManagerChanges) { queues, ...facts }: ManagerChanges): Promise<ManagerView> {
    return this.#changed(id, async (tx) => {
      await requireKnown(tx, id);
      if (queues) await requireQueues(tx, queues);
      await requireWork(tx, facts);
      await updateManager(tx, id, facts);
      if (queues) await setQueuesOf(tx, id, queues);
    });
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('admin')
  @ApiZod({ summary: 'A manager leaves: gets no more leads; those they have stay until somebody transfers them' })
  async leave(@Param('id') id: string): Promise<void> {
    await this.#changed(id, async (tx) => {
      await requireKnown(tx, id);
      await updateManager(tx, id, { active: false });
      await setQueuesOf(tx, id, []);
    });
  }

  @Put(':id/presence')
  @Access('manager')
  @ApiZod({ summary: 'Say that somebody is there, pauses or is absent, until when, and who stands in; managers for themselves ("me"), operators for everybody', body: PresenceBody })
  async presence(@Param('id') id: string, @ValidBody(PresenceBody) body: PresenceBody, @ACTOR() actor: Actor): Promise<ManagerView> {
    const managerId = await this.#idOf(id, actor);
    const scope = await scopeOf(this.deps.pool, actor);
    if (!scope.all && scope.managerId !== managerId) throw new Problem(403, 'forbidden');
    return this.#changed(managerId, async (tx) => {
      const errors = await presenceFaults(tx, managerId, body);
      if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
      const { status, until, substituteId, note } = body;
      await sayPresence(tx, managerId, status === 'auto' ? undefined : { status, until, substituteId: substituteId ?? undefined, note });
    });
  }

  @Post('me/seen')
  @HttpCode(204)
  @Access('manager')
  @ApiZod({ summary: 'A sign of life of the console that the manager has open', body: Nothing })
  async seen(@ValidBody(Nothing) _body: object, @ACTOR() actor: Actor): Promise<void> {
    const { managerId } = await scopeOf(this.deps.pool, actor);
    if (managerId === undefined) throw new Problem(422, 'not-a-manager');
    if (await signOfLife(this.deps.pool, managerId)) this.desk.wake();
  }

  async #changed(id: string, work: (tx: Transaction) => Promise<void>): Promise<ManagerView> {
    await inTransaction(this.deps.pool, work);
    this.desk.wake();
    return this.#view(id);
  }

  async #view(id: string): Promise<ManagerView> {
    const manager = isUuid(id) ? await findManager(this.deps.pool, id) : undefined;
    if (!manager) throw new Problem(404, 'manager-unknown');
    return showManager(manager, await viewOffice(this.deps.pool, await readOffice(this.deps.pool), new Date()));
  }

  async #idOf(id: string, actor: Actor): Promise<string> {
    if (id !== 'me') return id;
    const { managerId } = await scopeOf(this.deps.pool, actor);
    if (managerId === undefined) throw new Problem(422, 'not-a-manager');
    return managerId;
  }
}

async function presenceFaults(tx: Transaction, id: string, { status, until, substituteId }: PresenceBody): Promise<FieldFault[]> {
  await requireKnown(tx, id);
  const faults: FieldFault[] = [];
  if (until && until <= new Date()) faults.push({ field: 'until', code: 'past' });
  if (substituteId == null) return faults;
  if (status !== 'absent' && status !== 'paused') faults.push({ field: 'substituteId', code: 'not-allowed' });
  if (substituteId === id) return [...faults, { field: 'substituteId', code: 'own-substitute' }];
  return [...faults, ...(await managerFaults(tx, [substituteId], () => 'substituteId'))];
}

async function requireKnown(tx: Transaction, id: string): Promise<void> {
  if (!isUuid(id) || !(await findManager(tx, id))) throw new Problem(404, 'manager-unknown');
}

async function requireQueues(tx: Transaction, queues: readonly string[]): Promise<void> {
  const errors = await queueFaults(tx, queues, (index) => `queues.${index}`);
  if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
}

async function requireWork(tx: Transaction, { departmentId, calendar }: Pick<Partial<Manager>, 'departmentId' | 'calendar'>): Promise<void> {
  const errors = [...(await departmentFaults(tx, departmentId == null ? [] : [departmentId], () => 'departmentId')), ...(await calendarFaults(tx, calendar, 'calendar'))];
  if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
}
