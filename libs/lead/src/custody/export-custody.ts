import type pg from 'pg';
import { chainKeyId, CustodyChain } from './chain.js';

const PAGE = 500;

interface Row {
  readonly id: string;
  readonly revision: number;
  readonly accountId: string;
  readonly channel: string;
  readonly receivedAt: Date;
  readonly publishedAt: Date;
  readonly matchedAt: Date;
  readonly assignedAt: Date | null;
  readonly leadId: string | null;
  readonly notLeadReason: string | null;
  readonly snapshot: Buffer;
  readonly position: string;
}

/**
 * Contacts received in a window, oldest first, as lines of a chain (see `chain.ts`).
 * @returns lines with their line breaks
 */
export async function* exportCustody(pool: pg.Pool, key: Buffer, { from, to }: { from: Date; to: Date }): AsyncGenerator<string> {
  const chain = new CustodyChain(key);
  yield `${chain.line({ export: 'tributary custody 1', keyId: chainKeyId(key), from, to, createdAt: new Date() })}\n`;
  let contacts = 0;
  for (let after: Row | undefined; ; ) {
    const rows = await pageOf(pool, { from, to }, after);
    for (const row of rows) yield `${chain.line(factOf(row, chain))}\n`;
    contacts += rows.length;
    after = rows.at(-1);
    if (rows.length < PAGE) break;
  }
  yield `${chain.line({ end: contacts })}\n`;
}

async function pageOf(pool: pg.Pool, { from, to }: { from: Date; to: Date }, after: Row | undefined): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `select id, revision, account_id as "accountId", channel, received_at as "receivedAt", published_at as "publishedAt", matched_at as "matchedAt",
            assigned_at as "assignedAt", lead_id as "leadId", not_lead_reason as "notLeadReason", snapshot, received_at::text as position
       from lead.contact
      where received_at >= $1 and received_at < $2 and ($3::timestamptz is null or (received_at, id) > ($3, $4::uuid))
      order by received_at, id limit ${PAGE}`,
    [from, to, after?.position ?? null, after?.id ?? null],
  );
  return rows;
}

function factOf({ snapshot, position: _, leadId, notLeadReason, assignedAt, ...row }: Row, chain: CustodyChain): object {
  return { ...row, ...(assignedAt && { assignedAt }), ...(leadId ? { leadId } : { notLeadReason }), content: chain.contentHash(snapshot) };
}
