import type { Transaction } from '@tributary/event-log';
import type { Manager, QueueMember, QueueState } from '@tributary/routing';
import { int4Array, textArray } from '@tributary/storage';

/** Everybody who works here, and who stands in which queue: few rows, read once a batch. */
export interface Staff {
  readonly managers: ReadonlyMap<string, Manager>;
  readonly membersByQueue: ReadonlyMap<string, readonly QueueMember[]>;
}

/** Presence comes with its own issue; until then everybody who works here is present. */
const PRESENT = true;

export async function readStaff(tx: Transaction): Promise<Staff> {
  const { rows } = await tx.query<[string, string, boolean, string | null, number | null]>({
    name: 'lead.read-staff',
    rowMode: 'array',
    text: `
      select m.id::text, m.name, m.active, q.queue_id, q.position
        from lead.manager m left join lead.queue_member q on q.manager_id = m.id`,
  });
  const managers = new Map<string, Manager>();
  const membersByQueue = new Map<string, QueueMember[]>();
  for (const [id, name, active, queueId, position] of rows) {
    const manager: Manager = { id, name, active, present: PRESENT };
    managers.set(id, manager);
    if (queueId === null) continue;
    const members = membersByQueue.get(queueId);
    const member = { ...manager, position: position! };
    if (members) members.push(member);
    else membersByQueue.set(queueId, [member]);
  }
  return { managers, membersByQueue };
}

/** Locks the rows of the queues: the last locks of a batch, held until it commits. */
export async function lockQueues(tx: Transaction, queueIds: readonly string[], staff: Staff): Promise<Map<string, QueueState>> {
  if (queueIds.length === 0) return new Map();
  const { rows } = await tx.query<[string, string, 'even', number | null]>({
    name: 'lead.lock-queues',
    rowMode: 'array',
    text: 'select id, name, strategy, cursor from lead.queue where id = any($1::text[]) order by id for no key update',
    values: [textArray(queueIds)],
  });
  return new Map(
    rows.map(([id, name, strategy, cursor]) => [
      id,
      { id, name, strategy, cursor: cursor ?? undefined, members: staff.membersByQueue.get(id) ?? [] },
    ]),
  );
}

export async function moveCursors(tx: Transaction, moved: readonly QueueState[]): Promise<void> {
  await tx.query({
    name: 'lead.move-cursors',
    text: `
      update lead.queue q set cursor = n.cursor
        from unnest($1::text[], $2::integer[]) as n (id, cursor) where q.id = n.id`,
    values: [textArray(moved.map(({ id }) => id)), int4Array(moved.map(({ cursor }) => cursor))],
  });
}
