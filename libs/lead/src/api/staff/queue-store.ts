import type { Transaction } from '@tributary/event-log';
import type { FieldFault } from '@tributary/platform';
import { sameTurn, type QueueMember } from '@tributary/routing';

export interface Queue {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
  /** In their order. */
  readonly managerIds: string[];
  /** Turns in a round, by manager, where it isn't one. */
  readonly shares: Readonly<Record<string, number>>;
  /** Gets what nobody here can take. */
  readonly overflowId: string | null;
  /** Who gets a lead has so many working minutes to take it. */
  readonly takeMinutes: number | null;
  readonly departmentId: string | null;
}

/** What stays as it is where it isn't said. */
export type QueueChange = Pick<Queue, 'id' | 'name'> & { readonly [K in 'strategy' | 'overflowId' | 'takeMinutes' | 'departmentId']?: Queue[K] | undefined };

const QUEUES = `
  select q.id, q.name, q.strategy,
         array(select m.manager_id from lead.queue_member m where m.queue_id = q.id order by m.position) as "managerIds",
         coalesce((select json_object_agg(m.manager_id, m.share) from lead.queue_member m where m.queue_id = q.id and m.share <> 1), '{}') as shares,
         q.overflow_id as "overflowId", q.take_minutes as "takeMinutes", q.department_id as "departmentId"
    from lead.queue q`;

export async function listQueues(tx: Transaction, page: { limit: number; after?: string | undefined }): Promise<Queue[]> {
  const { rows } = await tx.query<Queue>(`${QUEUES} where $1::text is null or q.id > $1 order by q.id limit $2`, [page.after ?? null, page.limit]);
  return rows;
}

export async function findQueue(tx: Transaction, id: string): Promise<Queue | undefined> {
  const { rows } = await tx.query<Queue>(`${QUEUES} where q.id = $1`, [id]);
  return rows[0];
}

/** Makes or renames a queue; its row stays locked until the end of the transaction, so that nobody is given a lead meanwhile. */
export async function putQueue(tx: Transaction, { id, name, strategy, overflowId, takeMinutes, departmentId }: QueueChange): Promise<void> {
  await tx.query(
    `insert into lead.queue as q (id, name, strategy, overflow_id, take_minutes, department_id) values ($1, $2, coalesce($3, 'even'), $4, $6, $8)
     on conflict (id) do update set name = excluded.name, strategy = coalesce($3, q.strategy),
       overflow_id = case when $5 then excluded.overflow_id else q.overflow_id end,
       take_minutes = case when $7 then excluded.take_minutes else q.take_minutes end,
       department_id = case when $9 then excluded.department_id else q.department_id end`,
    [id, name, strategy ?? null, overflowId ?? null, overflowId !== undefined, takeMinutes ?? null, takeMinutes !== undefined, departmentId ?? null, departmentId !== undefined],
  );
}

/** Turns in a round; who isn't named has one. */
export async function setShares(tx: Transaction, queueId: string, shares: Readonly<Record<string, number>>): Promise<void> {
  await tx.query(
    `update lead.queue_member m set share = coalesce((select n.value::int from jsonb_each_text($2) n where n.key = m.manager_id::text), 1) where m.queue_id = $1`,
    [queueId, JSON.stringify(shares)],
  );
}

/** Who stands in the queue, in this order. The rotation goes on behind whoever was served last, wherever they stand now. */
export async function setMembers(tx: Transaction, queueId: string, managerIds: readonly string[]): Promise<void> {
  const { rows: before } = await tx.query<QueueMember>('select manager_id as "managerId", position, share from lead.queue_member where queue_id = $1 order by position', [queueId]);
  if (before.length === managerIds.length && before.every(({ managerId }, at) => managerId === managerIds[at])) return;
  const { rows: [queue] } = await tx.query<{ cursor: string | null }>('select cursor from lead.queue where id = $1', [queueId]);
  await tx.query('delete from lead.queue_member where queue_id = $1', [queueId]);
  const after = managerIds.map((managerId, position) => ({ managerId, position, share: before.find((each) => each.managerId === managerId)?.share ?? 1 }));
  await tx.query(
    `insert into lead.queue_member (queue_id, manager_id, position, share)
     select $1, id, (position - 1)::integer, share from unnest($2::uuid[], $3::integer[]) with ordinality as n (id, share, position)`,
    [queueId, managerIds, after.map(({ share }) => share)],
  );
  const cursor = queue?.cursor == null ? undefined : sameTurn(before, after, Number(queue.cursor));
  await tx.query('update lead.queue set cursor = $2 where id = $1', [queueId, cursor ?? null]);
}

/** Puts one manager into exactly these queues, at the end of each that is new to them. */
export async function setQueuesOf(tx: Transaction, managerId: string, queueIds: readonly string[]): Promise<void> {
  await tx.query('select from lead.queue order by id for no key update');
  await tx.query('delete from lead.queue_member where manager_id = $1 and queue_id <> all($2::text[])', [managerId, queueIds]);
  await tx.query(
    `insert into lead.queue_member (queue_id, manager_id, position)
     select q.id, $1, coalesce((select max(m.position) + 1 from lead.queue_member m where m.queue_id = q.id), 0)
       from lead.queue q where q.id = any($2::text[])
     on conflict (queue_id, manager_id) do nothing`,
    [managerId, queueIds],
  );
}

export async function queueFaults(tx: Transaction, ids: readonly string[], fieldOf: (index: number) => string): Promise<FieldFault[]> {
  const { rows } = await tx.query<{ id: string }>('select id from lead.queue where id = any($1::text[])', [ids]);
  const known = new Set(rows.map(({ id }) => id));
  return ids.flatMap((id, index) => (known.has(id) ? [] : [{ field: fieldOf(index), code: 'unknown-queue', params: { id } }]));
}
