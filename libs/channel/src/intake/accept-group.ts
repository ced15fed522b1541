import type { Transaction } from '@tributary/event-log';
import { byteaArray, int4Array, textArray, timestamptzArray, uuidArray } from '@tributary/storage';
import type { PreparedContact, PreparedSubmission } from './prepare.js';
import type { Receipt } from './submission.js';

/** The statement of the hot path; the benchmark's floor runs the same. */
export const ACCEPT = {
  name: 'intake.accept',
  text: 'select n, outcome from intake.accept($1::int[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::int[], $7::bytea[], $8::text[], $9::bytea[], $10::text[], $11::text[], $12::bytea[])',
} as const;

/**
 * Stores a group in one statement, which is a transaction of its own: when it returns, the commit is confirmed
 * (node-postgres resolves at ReadyForQuery, which follows it).
 * @returns a receipt for each submission, or `fold` for one that wasn't touched and needs a transaction of its own
 */
export async function acceptGroup(connection: Transaction, group: readonly PreparedSubmission[]): Promise<(Receipt | 'fold')[]> {
  const { rows } = await connection.query<{ n: number; outcome: 'repeat' | 'fold' }>({ ...ACCEPT, values: acceptParameters(group) });
  const repeats = new Set(rows.filter(({ outcome }) => outcome === 'repeat').map(({ n }) => n));
  const folds = new Set(rows.filter(({ outcome }) => outcome === 'fold').map(({ n }) => n));
  let n = 0;
  return group.map(({ contacts }, index) => {
    const outcomes = contacts.map(() => (repeats.has(++n) ? ('repeat' as const) : ('new' as const)));
    return folds.has(index + 1) ? 'fold' : { ids: contacts.map(({ id }) => id), outcomes, quarantineIds: [] };
  });
}

/** Parameters of `intake.accept`: one element a contact, submissions numbered from 1. */
export function acceptParameters(group: readonly PreparedSubmission[]): Buffer[] {
  const rows: PreparedContact[] = [];
  const submissions: number[] = [];
  const accounts: string[] = [];
  const receivedAts: Date[] = [];
  for (const [index, { contacts, submission }] of group.entries()) {
    for (const contact of contacts) {
      rows.push(contact);
      submissions.push(index + 1);
      accounts.push(submission.account.id);
      receivedAts.push(submission.receivedAt);
    }
  }
  return [
    int4Array(submissions),
    uuidArray(rows.map(({ id }) => id)),
    uuidArray(accounts),
    textArray(rows.map(({ draft }) => draft.externalId)),
    timestamptzArray(receivedAts),
    int4Array(rows.map(({ draft }) => draft.repeatWindowMs ?? 0)),
    byteaArray(rows.map(({ part }) => part.sha256)),
    textArray(rows.map(({ part }) => part.raw.mediaType)),
    byteaArray(rows.map(({ part }) => part.body)),
    textArray(rows.map(({ topic }) => topic)),
    textArray(rows.map(({ key }) => key)),
    byteaArray(rows.map(({ value }) => value)),
  ];
}
