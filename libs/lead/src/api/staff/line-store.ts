import type { Transaction } from '@tributary/event-log';
import type { LineAnswers } from '../../conversations/automatic-answers.js';
import type { Hours, OutOfHours } from '@tributary/routing';

export interface LineRow {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly queueId: string;
  /** A known person without an open lead gets a new one. */
  readonly repeatLeads: boolean;
  /** Two known persons whom one contact joins are merged without asking, when a provider vouches for both. */
  readonly autoMerge: boolean;
  /** Null: always open. */
  readonly hours: Hours | null;
  /** Country whose production calendar it keeps. */
  readonly calendar: string | null;
  readonly outOfHours: OutOfHours;
  /** Somebody's own manager is waited for so long. */
  readonly patienceMinutes: number;
  /** Within so many working minutes somebody has to answer. */
  readonly answerMinutes: number | null;
  /** Within so many working minutes a missed call is to be returned. */
  readonly callBackMinutes: number | null;
  /** What it answers by itself. */
  readonly answers: LineAnswers;
}

/** What stays as it is where it isn't said. */
export type LineChange = Pick<LineRow, 'id' | 'name'> & { readonly [K in keyof LineRow]?: LineRow[K] | undefined };

const LINES = `select id, name, time_zone as "timeZone", queue_id as "queueId", repeat_leads as "repeatLeads", auto_merge as "autoMerge", hours, calendar,
  out_of_hours as "outOfHours", patience_minutes as "patienceMinutes", answer_minutes as "answerMinutes", call_back_minutes as "callBackMinutes", answers from lead.line`;

export async function listLines(tx: Transaction, page: { limit: number; after?: string | undefined }): Promise<LineRow[]> {
  const { rows } = await tx.query<LineRow>(`${LINES} where $1::text is null or id > $1 order by id limit $2`, [page.after ?? null, page.limit]);
  return rows;
}

export async function findLine(tx: Transaction, id: string): Promise<LineRow | undefined> {
  const { rows } = await tx.query<LineRow>(`${LINES} where id = $1`, [id]);
  return rows[0];
}

export async function lineExists(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.query('select from lead.line where id = $1', [id])).rows.length > 0;
}

/** The line is locked first, so that of two changes at once neither undoes what the other said. */
export async function putLine(tx: Transaction, line: LineChange): Promise<void> {
  await tx.query('insert into lead.line (id, name, queue_id) values ($1, $2, $3) on conflict (id) do nothing', [line.id, line.name, line.queueId ?? 'main']);
  const { rows: [before] } = await tx.query<LineRow>(`${LINES} where id = $1 for update`, [line.id]);
  const { name, timeZone, queueId, repeatLeads, autoMerge, hours, calendar, outOfHours, patienceMinutes, answerMinutes, callBackMinutes, answers }: LineRow = { ...before!, ...definedOf(line) };
  await tx.query(
    `update lead.line set name = $2, time_zone = $3, queue_id = $4, repeat_leads = $5, auto_merge = $6, hours = $7, calendar = $8, out_of_hours = $9,
       patience_minutes = $10, answer_minutes = $11, call_back_minutes = $12, answers = $13 where id = $1`,
    [line.id, name, timeZone, queueId, repeatLeads, autoMerge, hours && JSON.stringify(hours), calendar, JSON.stringify(outOfHours), patienceMinutes, answerMinutes, callBackMinutes, JSON.stringify(answers)],
  );
}

/** Leads that are held until a line opens are looked at again: its hours are other ones now. */
export async function lookAtHeld(tx: Transaction, lines: { readonly id: string } | { readonly calendar: string }): Promise<void> {
  await tx.query(
    `update lead.lead l set due_at = now() from lead.line n
      where n.id = l.line and l.due = 'opening' and l.status = 'open' and ${'id' in lines ? 'n.id' : 'n.calendar'} = $1`,
    ['id' in lines ? lines.id : lines.calendar],
  );
}

function definedOf<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
