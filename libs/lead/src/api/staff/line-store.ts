import type { Transaction } from '@tributary/event-log';

export interface LineRow {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly queueId: string;
  /** A known person without an open lead gets a new one. */
  readonly repeatLeads: boolean;
  /** Two known persons whom one contact joins are merged without asking, when a provider vouches for both. */
  readonly autoMerge: boolean;
}

const LINES = 'select id, name, time_zone as "timeZone", queue_id as "queueId", repeat_leads as "repeatLeads", auto_merge as "autoMerge" from lead.line';

export async function listLines(tx: Transaction, page: { limit: number; after?: string | undefined }): Promise<LineRow[]> {
  const { rows } = await tx.query<LineRow>(`${LINES} where $1::text is null or id > $1 order by id limit $2`, [page.after ?? null, page.limit]);
  return rows;
}

export async function lineExists(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.query('select from lead.line where id = $1', [id])).rows.length > 0;
}

export async function putLine(tx: Transaction, line: LineRow): Promise<void> {
  await tx.query(
    `insert into lead.line (id, name, time_zone, queue_id, repeat_leads, auto_merge) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set name = excluded.name, time_zone = excluded.time_zone, queue_id = excluded.queue_id,
       repeat_leads = excluded.repeat_leads, auto_merge = excluded.auto_merge`,
    [line.id, line.name, line.timeZone, line.queueId, line.repeatLeads, line.autoMerge],
  );
}
