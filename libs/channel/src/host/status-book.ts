import type { ConnectorError } from '../pull.js';
import type { ConnectorState, ConnectorStatus } from './connector-status.js';
import type { Lease } from './lease-store.js';
import type { StatusEntry, StatusStore } from './status-store.js';

/** What one account's session tells of itself. */
export interface StatusPen {
  became(state: ConnectorState, nextTryAt?: Date): void;
  /** @param credential  `invalid`: the session got in, and replies are refused all the same */
  cycleDone(credential?: 'valid' | 'invalid'): void;
  /** The provider took the credentials, whoever tried them. */
  credentialTaken(): void;
  /** @param nextTryAt  where it is another's than that of the state */
  failed(error: ConnectorError, nextTryAt?: Date): void;
  /** Other settings: what was said of the former credentials is void. */
  settingsChanged(): void;
}

/**
 * How the accounts of this instance fare. Kept in memory, and written for all of them together when something changed:
 * the database is told late rather than often.
 */
export class StatusBook {
  readonly #entries = new Map<string, StatusEntry>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: StatusStore,
    private readonly everyMs: number,
    /** Nothing is lost: what could not be written is written with what comes next. */
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Begins an account's page; what it held under an earlier epoch is another owner's business. */
  open({ accountId, channel, epoch }: Lease): StatusPen {
    const put = (status: ConnectorStatus) => this.#put({ accountId, channel, epoch, status });
    put({ state: 'running', since: new Date(), credential: 'unknown' });
    const change = (changes: Partial<ConnectorStatus>) => {
      const entry = this.#entries.get(accountId);
      if (entry?.epoch === epoch) put({ ...entry.status, ...changes });
    };
    return {
      became: (state, nextTryAt) => change({ state, since: new Date(), nextTryAt }),
      cycleDone: (credential = 'valid') => change({ lastCycleAt: new Date(), credential, credentialAt: new Date() }),
      credentialTaken: () => {
        if (this.#entries.get(accountId)?.status.credential !== 'valid') change({ credential: 'valid', credentialAt: new Date(), nextTryAt: undefined });
      },
      failed: (error, nextTryAt) => change({ ...afterFailure(error), ...(nextTryAt && { nextTryAt }) }),
      settingsChanged: () => change({ credential: 'unknown', credentialAt: new Date() }),
    };
  }

  /** The account went to somebody else. */
  close(accountId: string): void {
    this.#entries.delete(accountId);
    this.#changed.delete(accountId);
  }

  get entries(): Iterable<StatusEntry> {
    return this.#entries.values();
  }

  /** The last word; nothing is written later. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.flush();
  }

  /** Writes what changed, now. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  #put(entry: StatusEntry): void {
    this.#entries.set(entry.accountId, entry);
    this.#changed.add(entry.accountId);
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (!this.#stopped) this.#timer ??= setTimeout(() => void this.flush(), this.everyMs);
  }

  async #write(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed.clear();
    const entries = ids.flatMap((id) => this.#entries.get(id) ?? []);
    if (entries.length === 0) return;
    try {
      await this.store.write(entries);
    } catch (error) {
      for (const id of ids) if (this.#entries.has(id)) this.#changed.add(id);
      this.#flushSoon();
      this.onFailure(error);
    }
  }
}

/** Only class `credentials` says anything about credentials: a time-out never makes a password bad. */
function afterFailure({ failureClass, code, detail, field }: ConnectorError): Partial<ConnectorStatus> {
  const at = new Date();
  const failure = { at, failureClass, code, detail, field };
  return failureClass === 'credentials' ? { failure, credential: 'invalid', credentialAt: at } : { failure };
}
