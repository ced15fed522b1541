import type { Transaction } from '@tributary/event-log';
import type { FieldFault } from '@tributary/platform';

export interface Queue {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
  /** In the order of the rotation. */
  readonly managerIds: string[];
}

const QUEUES = `
  select q.id, q.name, q.strategy,
         array(select m.manager_id from lead.queue_member m where m.queue_id = q.id order by m.position) as "managerIds"
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
export async function putQueue(tx: Transaction, { id, name, strategy }: Omit<Queue, 'managerIds'>): Promise<void> {
  await tx.query(
    `insert into lead.queue (id, name, strategy) values ($1, $2, $3)
     on conflict (id) do update set name = excluded.name, strategy = excluded.strategy`,
    [id, name, strategy],
  );
}

/** Who stands in the queue, in this order. The rotation goes on behind whoever was served last, wherever they stand now. */
export async function setMembers(tx: Transaction, queueId: string, managerIds: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{ manager_id: string }>(
    `select m.manager_id from lead.queue q join lead.queue_member m on m.queue_id = q.id and m.position = q.cursor where q.id = $1`,
    [queueId],
  );
  const cursor = rows[0] ? managerIds.indexOf(rows[0].manager_id) : -1;
  await tx.query('delete from lead.queue_member where queue_id = $1', [queueId]);
  await tx.query(
    `insert into lead.queue_member (queue_id, manager_id, position)
     select $1, id, (position - 1)::integer from unnest($2::uuid[]) with ordinality as n (id, position)`,
    [queueId, managerIds],
  );
  await tx.query('update lead.queue set cursor = $2 where id = $1', [queueId, cursor === -1 ? null : cursor]);
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
