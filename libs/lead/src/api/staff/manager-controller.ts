import { Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type Page } from '@tributary/platform';
import { normalizeEmail } from '@tributary/contact';
import { inTransaction } from '@tributary/storage';
import type { Transaction } from '@tributary/event-log';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { IdPosition, Line, Name, isUuid, pageFields } from '../fields.js';
import { findManager, insertManager, listManagers, updateManager, type Manager } from './manager-store.js';
import { queueFaults, setQueuesOf } from './queue-store.js';
import { uuidV7 } from '../../sql/uuid-v7.js';

const Email = Line(320).refine((text) => normalizeEmail(text) !== undefined, { params: { code: 'email' } });
const Queues = z.array(Name).max(100);

const NewManager = z.strictObject({ name: Line(200), email: Email, userId: Line(100).optional(), queues: Queues.default(['main']) });
type NewManager = z.infer<typeof NewManager>;

const ManagerChanges = z.strictObject({
  name: Line(200).optional(),
  email: Email.optional(),
  userId: Line(100).nullable().optional(),
  active: z.boolean().optional(),
  queues: Queues.optional(),
});
type ManagerChanges = z.infer<typeof ManagerChanges>;

const ManagerQuery = z.strictObject(pageFields);

/** Salespeople: who takes leads, from which queues. */
@Controller('api/v1/managers')
export class ManagerController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Managers, newest first, those who left too', query: ManagerQuery })
  async list(@ValidQuery(ManagerQuery) query: z.infer<typeof ManagerQuery>): Promise<Page<Manager>> {
    const { limit, cursor } = parsePage(query, IdPosition);
    const rows = await listManagers(this.deps.pool, { limit: limit + 1, before: cursor?.[0] });
    return toPage(rows, limit, ({ id }) => [id], (manager) => manager);
  }

  @Post()
  @Access('admin')
  @ApiZod({ summary: 'Add a manager; into queue "main" unless told otherwise', body: NewManager })
  async add(@ValidBody(NewManager) { queues, ...facts }: NewManager): Promise<Manager> {
    const id = uuidV7();
    return this.#changed(id, async (tx) => {
      await requireQueues(tx, queues);
      await insertManager(tx, id, facts);
      await setQueuesOf(tx, id, queues);
    });
  }

  @Patch(':id')
  @Access('admin')
  @ApiZod({ summary: 'Change a manager', body: ManagerChanges })
  async change(@Param('id') id: string, @ValidBody(ManagerChanges) { queues, ...facts }: ManagerChanges): Promise<Manager> {
    return this.#changed(id, async (tx) => {
      await requireKnown(tx, id);
      if (queues) await requireQueues(tx, queues);
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

  #changed(id: string, work: (tx: Transaction) => Promise<void>): Promise<Manager> {
    return inTransaction(this.deps.pool, async (tx) => {
      await work(tx);
      return (await findManager(tx, id))!;
    });
  }
}

async function requireKnown(tx: Transaction, id: string): Promise<void> {
  if (!isUuid(id) || !(await findManager(tx, id))) throw new Problem(404, 'manager-unknown');
}

async function requireQueues(tx: Transaction, queues: readonly string[]): Promise<void> {
  const errors = await queueFaults(tx, queues, (index) => `queues.${index}`);
  if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
}
