import type { Transaction } from '@tributary/event-log';

/** How many automatic answers went out lately. */
export interface Recent {
  readonly minute: number;
  readonly day: number;
}

/** Two robots that answer each other stop here, even if one of them begins a new conversation each time. */
const MOST_A_MINUTE = 3;
const MOST_A_DAY = 10;

/** Counts automatic answers by conversation and by whom they go to. What it lets through counts as well. */
export class Brake {
  readonly #recent: Map<string, Recent>;

  constructor(recent: Iterable<readonly [id: string, Recent]> = []) {
    this.#recent = new Map(recent);
  }

  /** As many of them as may still go out, the first ones. @param ids  of the conversation, and of whom they go to if that is known */
  letThrough<T>(ids: readonly string[], answers: readonly T[]): readonly T[] {
    const passed = answers.slice(0, Math.max(0, Math.min(...ids.map((id) => this.#left(id)))));
    for (const id of ids) {
      const { minute, day } = this.#of(id);
      this.#recent.set(id, { minute: minute + passed.length, day: day + passed.length });
    }
    return passed;
  }

  #left(id: string): number {
    const { minute, day } = this.#of(id);
    return Math.min(MOST_A_MINUTE - minute, MOST_A_DAY - day);
  }

  #of(id: string): Recent {
    return this.#recent.get(id) ?? { minute: 0, day: 0 };
  }
}

export async function readBrake(tx: Transaction, conversationIds: readonly string[], recipients: readonly string[]): Promise<Brake> {
  const { rows } = await tx.query<Recent & { id: string }>(
    `select conversation_id as id, count(*) filter (where asked_at > now() - interval '1 minute')::int as minute, count(*)::int as day
       from lead.reply where conversation_id = any($1::uuid[]) and automatic <> '' and asked_at > now() - interval '1 day' group by 1
     union all
     select recipient, count(*) filter (where given_at > now() - interval '1 minute')::int, count(*)::int
       from lead.automatic_answer where recipient = any($2::uuid[]) and given_at > now() - interval '1 day' group by 1`,
    [conversationIds, recipients],
  );
  return new Brake(rows.map(({ id, ...recent }) => [id, recent]));
}
