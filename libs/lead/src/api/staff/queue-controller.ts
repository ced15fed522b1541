import { Controller, Get, Inject, Put } from '@nestjs/common';
import { STRATEGIES } from '@tributary/routing';
import { Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type FieldFault, type Page } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { Line, Name, Uuid, pageFields } from '../fields.js';
import { departmentFaults } from './department-store.js';
import { Minutes } from './hours-fields.js';
import { managerFaults } from './manager-store.js';
import { findQueue, listQueues, putQueue, queueFaults, setMembers, setShares, type Queue } from './queue-store.js';

const QueueBody = z.strictObject({
  id: Name,
  name: Line(200),
  strategy: z.string().max(50).optional(),
  managerIds: z.array(Uuid).max(1_000).optional(),
  shares: z.record(Uuid, z.int().min(1).max(100)).optional(),
  overflowId: Name.nullable().optional(),
  takeMinutes: Minutes.nullable().optional(),
  departmentId: Name.nullable().optional(),
});
type QueueBody = z.infer<typeof QueueBody>;

const QueueQuery = z.strictObject(pageFields);

/** Queues: among whom new leads are shared out, and how. */
@Controller('api/v1/queues')
export class QueueController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Queues by id', query: QueueQuery })
  async list(@ValidQuery(QueueQuery) query: z.infer<typeof QueueQuery>): Promise<Page<Queue>> {
    const { limit, cursor } = parsePage(query, z.tuple([Name]));
    const rows = await listQueues(this.deps.pool, { limit: limit + 1, after: cursor?.[0] });
    return toPage(rows, limit, ({ id }) => [id], (queue) => queue);
  }

  @Put()
  @Access('admin')
  @ApiZod({ summary: 'Make or change a queue; what is not given stays as it is', body: QueueBody })
  async put(@ValidBody(QueueBody) body: QueueBody): Promise<Queue> {
    return inTransaction(this.deps.pool, async (tx) => {
      const { id, managerIds = [], overflowId, departmentId } = body;
      const errors = [
        ...ownFaults(body),
        ...(await managerFaults(tx, managerIds, (index) => `managerIds.${index}`)),
        ...(overflowId == null ? [] : overflowId === id ? [{ field: 'overflowId', code: 'same-queue' }] : await queueFaults(tx, [overflowId], () => 'overflowId')),
        ...(await departmentFaults(tx, departmentId == null ? [] : [departmentId], () => 'departmentId')),
      ];
      if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
      await putQueue(tx, body);
      if (body.managerIds) await setMembers(tx, id, body.managerIds);
      if (body.shares) await setShares(tx, id, body.shares);
      return (await findQueue(tx, body.id))!;
    });
  }
}

function ownFaults({ strategy, managerIds = [] }: QueueBody): FieldFault[] {
  const faults: FieldFault[] = [];
  if (strategy !== undefined && !STRATEGIES.some((each) => each === strategy)) faults.push({ field: 'strategy', code: 'strategy', params: { available: STRATEGIES.join(', ') } });
  for (const [index, id] of managerIds.entries()) {
    if (managerIds.indexOf(id) < index) faults.push({ field: `managerIds.${index}`, code: 'twice', params: { id } });
  }
  return faults;
}
