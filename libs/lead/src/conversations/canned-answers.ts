import type { Transaction } from '@tributary/event-log';

/** A text to answer with. */
export interface CannedAnswer {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** Null: of every line. */
  readonly line: string | null;
  readonly shared: boolean;
  /** Who made it. */
  readonly userId: string;
}

const ANSWERS = 'select id, name, text, line, shared, user_id as "userId" from lead.canned_answer';

export async function listCannedAnswers(tx: Transaction, userId: string, { line }: { line?: string | undefined }, page: { limit: number; before?: string | undefined }): Promise<CannedAnswer[]> {
  const { rows } = await tx.query<CannedAnswer>(
    `${ANSWERS} where (shared or user_id = $1) and ($2::text is null or line is null or line = $2) and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [userId, line ?? null, page.before ?? null, page.limit],
  );
  return rows;
}

export async function findCannedAnswer(tx: Transaction, id: string): Promise<CannedAnswer | undefined> {
  return (await tx.query<CannedAnswer>(`${ANSWERS} where id = $1`, [id])).rows[0];
}

/** The same, and nobody changes it or takes it away until the transaction ends. */
export async function lockCannedAnswer(tx: Transaction, id: string): Promise<CannedAnswer | undefined> {
  return (await tx.query<CannedAnswer>(`${ANSWERS} where id = $1 for update`, [id])).rows[0];
}

export async function addCannedAnswer(tx: Transaction, { id, name, text, line, shared, userId }: CannedAnswer): Promise<void> {
  await tx.query('insert into lead.canned_answer (id, name, text, line, shared, user_id) values ($1, $2, $3, $4, $5, $6)', [id, name, text, line, shared, userId]);
}

export async function changeCannedAnswer(tx: Transaction, { id, name, text, line, shared }: CannedAnswer): Promise<void> {
  await tx.query('update lead.canned_answer set name = $2, text = $3, line = $4, shared = $5 where id = $1', [id, name, text, line, shared]);
}

export async function deleteCannedAnswer(tx: Transaction, id: string): Promise<void> {
  await tx.query('delete from lead.canned_answer where id = $1', [id]);
}
