import { randomUUID } from 'node:crypto';
import type { Transaction } from '@tributary/event-log';
import type { StatusNews } from '../status/read-status.js';
import { patienceMs, REPEAT_MS } from './alarm-rules.js';
import type { MessageKind } from './message.js';

/** An alarm that changed, as the feed tells it. */
export interface AlarmNews {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly channel: string;
  readonly fact: string;
  readonly code: string;
  readonly state: 'open' | 'resolved';
  readonly since: string;
}

const NEWS = `id, account_id AS "accountId", account_name AS "accountName", channel, fact, code, state, since`;

/**
 * What statuses mean for alarms, in the caller's transaction: one alarm a cause. A cause that is gone resolves its alarm;
 * one that nobody was told of is forgotten.
 * @returns alarms that were resolved
 */
export async function followStatus(transaction: Transaction, news: StatusNews): Promise<AlarmNews[]> {
  const { accountId, name, channel, at, causes } = news;
  for (const { fact, code, detailEn, detailRu, field } of causes) {
    await transaction.query(
      `INSERT INTO notifier.alarm (id, account_id, account_name, channel, fact, code, detail_en, detail_ru, field, state, since, opens_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', $10, now() + $11 * interval '1 millisecond')
       ON CONFLICT (account_id, fact, code) WHERE state <> 'resolved' DO UPDATE
         SET account_name = excluded.account_name, detail_en = excluded.detail_en, detail_ru = excluded.detail_ru, field = excluded.field`,
      [randomUUID(), accountId, name, channel, fact, code, detailEn, detailRu, field, at, patienceMs(code)],
    );
  }
  const present = JSON.stringify(causes.map(({ fact, code }) => ({ fact, code })));
  const over = `account_id = $1 AND NOT EXISTS (
    SELECT FROM jsonb_to_recordset($2::jsonb) AS c (fact text, code text) WHERE c.fact = alarm.fact AND c.code = alarm.code)`;
  await transaction.query(`DELETE FROM notifier.alarm WHERE state = 'pending' AND ${over}`, [accountId, present]);
  const { rows } = await transaction.query<AlarmNews>(
    `UPDATE notifier.alarm SET state = 'resolved', resolved_at = now() WHERE state = 'open' AND ${over} RETURNING ${NEWS}`,
    [accountId, present],
  );
  await deliverToThoseTold(transaction, rows.map(({ id }) => id));
  return rows;
}

/** Opens what has lasted long enough. @returns those that were opened */
export async function openDue(transaction: Transaction): Promise<AlarmNews[]> {
  const { rows } = await transaction.query<AlarmNews>(
    `UPDATE notifier.alarm SET state = 'open', told_at = now() WHERE state = 'pending' AND opens_at <= now() RETURNING ${NEWS}`,
  );
  await deliver(transaction, rows.map(({ id }) => id), 'opened');
  return rows;
}

/** Tells again of those that last. */
export async function repeatDue(transaction: Transaction): Promise<void> {
  const { rows } = await transaction.query<{ id: string }>(
    `UPDATE notifier.alarm SET told_at = now() WHERE state = 'open' AND told_at <= now() - $1 * interval '1 millisecond' RETURNING id`,
    [REPEAT_MS],
  );
  await deliver(transaction, rows.map(({ id }) => id), 'repeated');
}

/** Of alarms that were over long ago nothing is kept. */
export async function forgetOld(transaction: Transaction): Promise<void> {
  await transaction.query(`DELETE FROM notifier.alarm WHERE state = 'resolved' AND resolved_at < now() - interval '90 days'`);
}

async function deliver(transaction: Transaction, alarmIds: readonly string[], kind: MessageKind): Promise<void> {
  if (alarmIds.length === 0) return;
  await transaction.query(
    `INSERT INTO notifier.alarm_delivery (id, alarm_id, target_id, kind)
     SELECT gen_random_uuid(), a, t.id, $2 FROM unnest($1::uuid[]) AS a CROSS JOIN notifier.alarm_target t WHERE t.enabled`,
    [alarmIds, kind],
  );
}

/** That it is over is told to those who were told that it began; what still waits to be told is not told any more. */
async function deliverToThoseTold(transaction: Transaction, alarmIds: readonly string[]): Promise<void> {
  if (alarmIds.length === 0) return;
  await transaction.query(`DELETE FROM notifier.alarm_delivery WHERE alarm_id = ANY($1::uuid[]) AND state = 'waiting' AND tries = 0`, [alarmIds]);
  await transaction.query(
    `INSERT INTO notifier.alarm_delivery (id, alarm_id, target_id, kind)
     SELECT gen_random_uuid(), d.alarm_id, d.target_id, 'resolved'
       FROM (SELECT DISTINCT alarm_id, target_id FROM notifier.alarm_delivery
              WHERE alarm_id = ANY($1::uuid[]) AND state IN ('sent', 'waiting')) AS d
       JOIN notifier.alarm_target t ON t.id = d.target_id AND t.enabled`,
    [alarmIds],
  );
}
