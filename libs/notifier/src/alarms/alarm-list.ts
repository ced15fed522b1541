import type pg from 'pg';

/** An alarm as the API lists it. */
export interface AlarmView {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly channel: string;
  readonly fact: string;
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  readonly state: 'open' | 'resolved';
  readonly since: string;
  readonly resolvedAt: string | null;
  /** How telling it went, by target. */
  readonly deliveries: readonly { readonly targetId: string; readonly kind: string; readonly state: string; readonly tries: number; readonly lastError: string | null }[];
}

export interface AlarmQuestion {
  readonly state: 'open' | 'resolved' | undefined;
  readonly locale: 'ru' | 'en';
  readonly limit: number;
  readonly after: readonly [since: string, id: string] | undefined;
}

/** Newest first; what is not told yet is not among them. */
export async function listAlarms(pool: pg.Pool, { state, locale, limit, after }: AlarmQuestion): Promise<AlarmView[]> {
  const { rows } = await pool.query<Omit<AlarmView, 'since' | 'resolvedAt' | 'field'> & { field: string; since: Date; resolvedAt: Date | null }>(
    `SELECT id, account_id AS "accountId", account_name AS "accountName", channel, fact, code,
            CASE WHEN $1 = 'ru' THEN detail_ru ELSE detail_en END AS detail, field, state, date_trunc('milliseconds', since) AS since, resolved_at AS "resolvedAt",
            (SELECT coalesce(json_agg(json_build_object('targetId', d.target_id, 'kind', d.kind, 'state', d.state, 'tries', d.tries,
              'lastError', d.last_error) ORDER BY d.created_at), '[]') FROM notifier.alarm_delivery d WHERE d.alarm_id = alarm.id) AS deliveries
       FROM notifier.alarm
      WHERE state <> 'pending' AND ($2::text IS NULL OR state = $2)
        AND ($4::timestamptz IS NULL OR (date_trunc('milliseconds', since), id) < ($4, $5::uuid))
      ORDER BY date_trunc('milliseconds', since) DESC, id DESC LIMIT $3`,
    [locale, state ?? null, limit, after?.[0] ?? null, after?.[1] ?? null],
  );
  return rows.map(({ field, since, resolvedAt, ...row }) => ({
    ...row, ...(field && { field }), since: since.toISOString(), resolvedAt: resolvedAt?.toISOString() ?? null,
  }));
}
