import type { Transaction } from '@tributary/event-log';
import { int4Array, textArray, timestamptzArray } from '@tributary/storage';

export type TallyField = 'leadsOpened' | 'joined' | 'notLeads' | 'quarantined';

interface TallyRow extends Record<TallyField, number> {
  readonly minute: Date;
  readonly accountId: string;
}

const MINUTE_MS = 60_000;

export function minuteOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / MINUTE_MS) * MINUTE_MS);
}

/**
 * How each contact ended, by the minute in which it was received and its account; each is counted once, whatever its
 * revisions. What ends otherwise later (quarantined, then stored) moves from one column to another.
 */
export class Tally {
  readonly #rows = new Map<string, TallyRow>();

  add(field: TallyField, accountId: string, receivedAt: Date, by = 1): void {
    const minute = minuteOf(receivedAt);
    const key = `${minute.getTime()} ${accountId}`;
    let row = this.#rows.get(key);
    if (!row) this.#rows.set(key, (row = { minute, accountId, leadsOpened: 0, joined: 0, notLeads: 0, quarantined: 0 }));
    row[field] += by;
  }

  /** Rows are written in one order, so that two workers never wait for each other. */
  async write(tx: Transaction): Promise<void> {
    if (this.#rows.size === 0) return;
    const rows = [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    await tx.query({
      name: 'lead.write-tally',
      text: `
        insert into lead.tally as t (minute, account_id, leads_opened, joined, not_leads, quarantined)
        select * from unnest($1::timestamptz[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::integer[])
        on conflict (minute, account_id) do update set
          leads_opened = t.leads_opened + excluded.leads_opened,
          joined = t.joined + excluded.joined,
          not_leads = t.not_leads + excluded.not_leads,
          quarantined = t.quarantined + excluded.quarantined`,
      values: [
        timestamptzArray(rows.map(({ minute }) => minute)),
        textArray(rows.map(({ accountId }) => accountId)),
        int4Array(rows.map(({ leadsOpened }) => leadsOpened)),
        int4Array(rows.map(({ joined }) => joined)),
        int4Array(rows.map(({ notLeads }) => notLeads)),
        int4Array(rows.map(({ quarantined }) => quarantined)),
      ],
    });
  }
}
