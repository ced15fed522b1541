import type pg from 'pg';
import { SendError } from '../send/errors.js';
import type { Message } from '../send/message.js';
import { MOST_TRIES, retryMs } from '../send/retry.js';
import { type AlarmFacts, alarmMessage, type MessageKind } from './message.js';
import type { Target } from './target.js';
import type { TargetStore } from './target-store.js';

export interface OutboxDeps {
  readonly pool: pg.Pool;
  readonly targets: TargetStore;
  /** @throws SendError */
  send(target: Target, message: Message): Promise<void>;
}

interface Claimed extends AlarmFacts {
  readonly deliveryId: string;
  readonly targetId: string;
  readonly kind: MessageKind;
  readonly tries: number;
}

const AT_ONCE = 10;
/** Who claimed a delivery and died is followed by another so much later. */
const CLAIM_S = 60;

/** Sends what waits. A message may arrive twice when a process dies in between, under the same id; none is lost. */
export class Outbox {
  constructor(private readonly deps: OutboxDeps) {}

  /** @returns how many were tried */
  async sendDue(): Promise<number> {
    const claimed = await this.#claim();
    await Promise.all(claimed.map((each) => this.#deliver(each)));
    return claimed.length;
  }

  async #claim(): Promise<Claimed[]> {
    const { rows } = await this.deps.pool.query<Claimed>(
      `WITH due AS (
         SELECT d.id FROM notifier.alarm_delivery d
          WHERE d.state = 'waiting' AND d.next_try_at <= now() ORDER BY d.created_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       UPDATE notifier.alarm_delivery d SET tries = d.tries + 1, next_try_at = now() + $2 * interval '1 second'
         FROM due, notifier.alarm a WHERE d.id = due.id AND a.id = d.alarm_id
       RETURNING d.id AS "deliveryId", d.target_id AS "targetId", d.kind, d.tries, a.id, a.account_id AS "accountId", a.account_name AS "accountName",
         a.channel, a.fact, a.code, a.detail_en AS "detailEn", a.detail_ru AS "detailRu", a.field, a.since, a.resolved_at AS "resolvedAt"`,
      [AT_ONCE, CLAIM_S],
    );
    return rows;
  }

  async #deliver(claimed: Claimed): Promise<void> {
    const { deliveryId, targetId, kind, tries } = claimed;
    const target = await this.deps.targets.find(targetId);
    if (!target) return;
    if (goesThroughItself(target, claimed)) return this.#end(deliveryId, 'not-through-itself', null);
    try {
      await this.deps.send(target, alarmMessage(deliveryId, kind, claimed, target.locale));
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      await noteFailure(this.deps.pool, targetId, error);
      return tries >= MOST_TRIES ? this.#end(deliveryId, 'given-up', error.message) : this.#later(deliveryId, tries, error);
    }
    await this.#end(deliveryId, 'sent', null);
    await noteSuccess(this.deps.pool, targetId);
  }

  async #end(id: string, state: string, error: string | null): Promise<void> {
    await this.deps.pool.query('UPDATE notifier.alarm_delivery SET state = $2, last_error = $3 WHERE id = $1', [id, state, error]);
  }

  async #later(id: string, tries: number, error: SendError): Promise<void> {
    await this.deps.pool.query(
      `UPDATE notifier.alarm_delivery SET next_try_at = now() + $2 * interval '1 millisecond', last_error = $3 WHERE id = $1`,
      [id, retryMs(tries, error.retryAfterMs), error.message],
    );
  }
}

/** A mail about a mailbox that failed would arrive in it, or leave by it. */
export function goesThroughItself(target: Target, { channel, accountName }: Pick<AlarmFacts, 'channel' | 'accountName'>): boolean {
  if (target.kind !== 'mail' || channel !== 'email') return false;
  const name = accountName.toLowerCase();
  return [target.settings.to, target.settings.from, target.settings.user].some((address) => address !== undefined && name.includes(address.toLowerCase()));
}

export async function noteSuccess(pool: pg.Pool, targetId: string): Promise<void> {
  await pool.query('UPDATE notifier.alarm_target SET last_sent_at = now(), last_error = NULL, last_error_at = NULL WHERE id = $1', [targetId]);
}

export async function noteFailure(pool: pg.Pool, targetId: string, { message }: SendError): Promise<void> {
  await pool.query('UPDATE notifier.alarm_target SET last_error = $2, last_error_at = now() WHERE id = $1', [targetId, message.replaceAll('\0', '').slice(0, 500)]);
}
