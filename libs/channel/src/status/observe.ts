import type pg from 'pg';
import { AccountFaultError } from '../accounts/account.js';
import type { AccountDirectory } from '../accounts/account-directory.js';
import { consumerStatus, type PullFacts, pullFacts } from '../accounts/pull-facts.js';
import { secretPaths } from '../accounts/secret-settings.js';
import type { Channel } from '../channel.js';
import type { ConsumerState, CredentialState, Facts } from './facts.js';

export interface WatchedAccount {
  readonly id: string;
  readonly channel: string;
  readonly name: string;
  readonly line: string;
  readonly version: number;
}

/** An account and what is seen of it now; traffic is another's judgement. */
export interface Observation {
  readonly account: WatchedAccount;
  readonly facts: Omit<Facts, 'traffic'>;
  readonly lastCycleAt?: Date;
  readonly lastContactAt?: Date;
}

interface Row extends WatchedAccount {
  readonly open: number;
  readonly last_contact_at: Date | null;
}

/** Looks at all accounts. Settings are checked when they changed only: that opens their secrets. */
export class Observer {
  readonly #checked = new Map<string, { version: number; missingField: string | undefined }>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly directory: AccountDirectory,
  ) {}

  async observe(): Promise<Observation[]> {
    const { rows } = await this.pool.query<Row>(
      `select a.id, a.channel, a.name, a.line, a.version, coalesce(q.open, 0)::int as open, h.last_contact_at
         from intake.account a
         left join (select account_id, count(*) as open from intake.quarantine where status = 'open' group by 1) q on q.account_id = a.id
         left join lateral (
           select last_contact_at from intake.half_hour where account_id = a.id and last_contact_at is not null order by start desc limit 1) h on true
        where a.deleted_at is null`,
    );
    const pulls = await pullFacts(this.pool, rows.map(({ id }) => id));
    this.#forgetOthers(rows);
    return Promise.all(rows.map((row) => this.#look(row, pulls.get(row.id))));
  }

  async #look({ open, last_contact_at, ...account }: Row, pull: PullFacts | undefined): Promise<Observation> {
    const channel = this.directory.channel(account.channel);
    const missingField = await this.#missingField(account);
    const lastCycleAt = pull?.last_cycle_at ?? undefined;
    return {
      account,
      lastCycleAt,
      lastContactAt: last_contact_at ?? undefined,
      facts: {
        credential: credentialState(channel, missingField !== undefined, pull),
        consumer: consumerState(channel, pull),
        quarantined: open,
        proven: lastCycleAt !== undefined || last_contact_at !== null,
        missingField,
        failure: pull?.failed_at ? { class: pull.failure_class, detail: pull.failure_detail, field: pull.failure_field ?? undefined } : undefined,
      },
    };
  }

  async #missingField({ id, version }: WatchedAccount): Promise<string | undefined> {
    const checked = this.#checked.get(id);
    if (checked?.version === version) return checked.missingField;
    this.directory.forget(id);
    const missingField = await this.directory.find(id).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof AccountFaultError) return error.settings[0] ?? '';
        throw error;
      },
    );
    this.#checked.set(id, { version, missingField });
    return missingField;
  }

  #forgetOthers(rows: readonly Row[]): void {
    if (this.#checked.size <= rows.length) return;
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.#checked.keys()) if (!ids.has(id)) this.#checked.delete(id);
  }
}

export function consumerState(channel: Channel | undefined, pull: PullFacts | undefined): ConsumerState {
  if (channel?.pull) return pull ? consumerStatus(pull, channel.pull.stalledAfterMs) : 'unknown';
  // A webhook's consumer is the server that gives this answer.
  return channel?.webhook ? 'alive' : 'unknown';
}

export function credentialState(channel: Channel | undefined, incomplete: boolean, pull: PullFacts | undefined): CredentialState {
  if (!channel) return 'unknown';
  if (incomplete) return 'missing';
  if (channel.pull) return pull?.credential ?? 'unknown';
  // What replies have shown.
  if (pull && pull.credential !== 'unknown') return pull.credential;
  // Nothing to be wrong about; whether a secret is right, only the provider knows.
  return secretPaths(channel.settings).length === 0 ? 'valid' : 'unknown';
}
