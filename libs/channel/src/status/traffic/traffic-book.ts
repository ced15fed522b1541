import type pg from 'pg';
import { judgeTraffic } from './judge.js';
import { learnProfile, type Profile } from './profile.js';
import type { TrafficVerdict } from './verdict.js';

const HOUR_MS = 3_600_000;
const LEARN_AGAIN_MS = 6 * HOUR_MS;
/** Accounts that are learned in one round: a thousand at once would hold up the watch. */
const AT_ONCE = 25;
const LOOK_EVERY_MS = 30_000;

interface Learned {
  readonly profile: Profile | undefined;
  readonly at: number;
}

interface Recent {
  readonly lastHour: number;
  readonly lastContactAt: number | undefined;
}

/** What is learned of each account's hours of week; kept in memory, as it can be learned again. */
export class TrafficBook {
  readonly #learned = new Map<string, Learned>();
  #recent = new Map<string, Recent>();
  #lookedAt = 0;

  /** @param startedAt  when this process began to take contacts: who was away missed some */
  constructor(
    private readonly pool: pg.Pool,
    private readonly startedAt = new Date(),
  ) {}

  /** Learns those whose turn it is, and looks at the last hour. */
  async learn(accountIds: readonly string[], now: Date): Promise<void> {
    const time = now.getTime();
    const due = accountIds.filter((id) => time - (this.#learned.get(id)?.at ?? 0) >= LEARN_AGAIN_MS).slice(0, AT_ONCE);
    if (due.length > 0) await this.#learnAll(due, time);
    if (time - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = time;
    this.#recent = await lastHours(this.pool, now);
  }

  /**
   * @param lastContactAt  as far as half-hours tell; minutes may know of a later one
   * @param was  what stands until another verdict can be given: after a start, accounts are learned one after another
   */
  verdict(accountId: string, lastContactAt: Date | undefined, was: TrafficVerdict, now: Date): TrafficVerdict {
    const learned = this.#learned.get(accountId);
    if (!learned) return was;
    const recent = this.#recent.get(accountId);
    const last = Math.max(recent?.lastContactAt ?? -Infinity, lastContactAt?.getTime() ?? -Infinity);
    return judgeTraffic(learned.profile, {
      now: now.getTime(),
      lastContactAt: Number.isFinite(last) ? last : undefined,
      lastHour: recent?.lastHour ?? 0,
      listeningSince: this.startedAt.getTime(),
      was: was.state,
    });
  }

  async #learnAll(accountIds: readonly string[], now: number): Promise<void> {
    const { rows } = await this.pool.query<{ account_id: string; start: Date; accepted: string }>(
      `select account_id, start, accepted from intake.half_hour
        where account_id = any($1::uuid[]) and start >= $2 and start < date_bin('30 minutes', $3::timestamptz, 'epoch') and accepted > 0`,
      [accountIds, new Date(now - 56 * 24 * HOUR_MS), new Date(now)],
    );
    const counts = new Map(accountIds.map((id) => [id, new Map<number, number>()]));
    for (const { account_id, start, accepted } of rows) counts.get(account_id)?.set(start.getTime(), Number(accepted));
    for (const [id, each] of counts) this.#learned.set(id, { profile: profileOf(each, now), at: now });
  }
}

function profileOf(counts: ReadonlyMap<number, number>, now: number): Profile | undefined {
  if (counts.size === 0) return undefined;
  const half = HOUR_MS / 2;
  const from = [...counts.keys()].reduce((least, start) => Math.min(least, start));
  return learnProfile({ from, to: Math.floor(now / half) * half, counts });
}

async function lastHours(pool: pg.Pool, now: Date): Promise<Map<string, Recent>> {
  const { rows } = await pool.query<{ account_id: string; accepted: number; last: Date | null }>(
    `select account_id, sum(accepted)::int as accepted, max(last_contact_at) as last
       from intake.tally where minute > $1::timestamptz - interval '60 minutes' group by 1`,
    [now],
  );
  return new Map(rows.map(({ account_id, accepted, last }) => [account_id, { lastHour: accepted, lastContactAt: last?.getTime() }]));
}
