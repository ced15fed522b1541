import type { Transaction } from '@tributary/event-log';

/** Something that happened with a person outside all channels. */
export interface Activity {
  readonly id: string;
  readonly kind: 'meeting' | 'call';
  readonly leadId: string | null;
  readonly occurredAt: Date;
  readonly durationMinutes: number | null;
  readonly result: string;
  /** User who recorded it. */
  readonly by: string;
  readonly createdAt: Date;
}

export async function recordActivity(tx: Transaction, personId: string, activity: Omit<Activity, 'createdAt'>): Promise<void> {
  await tx.query(
    `insert into lead.activity (id, person_id, lead_id, kind, occurred_at, duration_minutes, result, actor) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [activity.id, personId, activity.leadId, activity.kind, activity.occurredAt, activity.durationMinutes, activity.result, activity.by],
  );
}

/** Newest first. */
export async function activitiesOf(tx: Transaction, personId: string): Promise<Activity[]> {
  const { rows } = await tx.query<Activity>(
    `select id, kind, lead_id as "leadId", occurred_at as "occurredAt", duration_minutes as "durationMinutes", result, actor as by, created_at as "createdAt"
       from lead.activity where person_id = $1 order by occurred_at desc, id desc limit 500`,
    [personId],
  );
  return rows;
}
