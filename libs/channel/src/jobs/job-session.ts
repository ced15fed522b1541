import type { Readable } from 'node:stream';
import { contactId } from '@tributary/contact';
import type { StoredBlob } from '@tributary/storage';
import type { ChannelAccount } from '../channel.js';
import type { Quota } from '../host/quota.js';
import { untilStored } from '../host/patience.js';
import type { Session } from '../host/session.js';
import { type Connections, onConnection } from '../intake/connections.js';
import type { JobBatch, JobSession, TimeWindow } from '../job.js';
import type { JobBook, Progress, TakenJob } from './job-book.js';

export interface JobSessionDeps {
  readonly book: Pick<JobBook, 'note'>;
  readonly connections: Connections;
  readonly callMs: number;
  readonly quota: Quota;
  /** It does something, also where nothing is to be stored. */
  alive(): void;
}

/** One try of a job; what it stores is stored by a session, under its epoch. */
export class RunningJob implements JobSession<unknown> {
  readonly account: ChannelAccount;
  readonly signal: AbortSignal;
  readonly window: TimeWindow;
  readonly dryRun: boolean;

  constructor(
    private readonly job: TakenJob,
    private readonly session: Session,
    private readonly deps: JobSessionDeps,
  ) {
    this.account = session.account;
    this.signal = session.signal;
    this.window = { from: job.window_from, to: job.window_to };
    this.dryRun = job.dry_run;
  }

  counted(counted: number): Promise<void> {
    return this.#note({ counted });
  }

  missing(missing: number): Promise<void> {
    return this.#note({ missing });
  }

  known(externalIds: readonly string[]): Promise<ReadonlySet<string>> {
    const byId = new Map(externalIds.map((externalId) => [contactId(this.account.id, externalId), externalId]));
    this.deps.alive();
    return untilStored(this.signal, async () => {
      const { rows } = await onConnection(this.deps.connections, this.deps.callMs, (connection) =>
        connection.query<{ id: string }>({
          name: 'intake.known-contacts',
          text: `select id from intake.contact where id = any($1::uuid[])
                 union all select contact_id from intake.tombstone where contact_id = any($1::uuid[])`,
          values: [[...byId.keys()]],
        }),
      );
      return new Set(rows.flatMap(({ id }) => byId.get(id) ?? []));
    });
  }

  async submit({ contacts, quarantine }: JobBatch): Promise<readonly string[]> {
    const { ids, created } = await this.session.keep({ contacts, ...(quarantine && { quarantine }), lane: 'bulk', notify: this.job.notify });
    await this.#note({ fetched: contacts.length + (quarantine?.length ?? 0), stored: created });
    return ids;
  }

  store(source: Readable | Uint8Array, maxBytes: number): Promise<StoredBlob> {
    return this.session.store(source, maxBytes);
  }

  updateSecret(path: readonly string[], value: string): Promise<void> {
    return this.session.updateSecret(path, value);
  }

  async permit(): Promise<void> {
    await this.deps.quota.permit(this.signal);
  }

  #note(progress: Progress): Promise<void> {
    this.deps.alive();
    return untilStored(this.signal, () => this.deps.book.note(this.job, progress));
  }
}
