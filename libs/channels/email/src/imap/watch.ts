import { setMaxListeners } from 'node:events';
import { type ConnectorError, type PullSession, StaleEpochError } from '@tributary/channel';
import type { EmailSettings } from '../settings.js';
import { type Connector, pause } from './connector.js';
import { FirstFetch } from './first-fetch.js';
import { FirstFetches } from './first-fetches.js';
import type { ReaderDeps } from './folder-reader.js';
import { toConnectorError } from './failures.js';
import { LiveFolder } from './live-folder.js';
import type { Mailbox } from './mailbox.js';
import { retryDelayMs, type Timing } from './timing.js';

/** A refused password is not tried again and again while other connections of the mailbox still work. */
const REFUSED_RETRY_MS = 15 * 60_000;

type State = 'starting' | 'works' | 'failed' | 'guest';

/**
 * One life of an account: every folder on a connection of its own, and one more for the first fetch. A folder that fails
 * is reported and tried again while another works; when none does, the whole ends and the host decides.
 */
export class Watch {
  private readonly ending = new AbortController();
  private readonly states = new Map<LiveFolder, State>();
  private readonly firstFetches: FirstFetches;
  private readonly begun = new Set<LiveFolder>();
  private firstFetchIsGuest = false;
  private why: ConnectorError | StaleEpochError | undefined;

  constructor(
    private readonly deps: ReaderDeps,
    private readonly connectorOf: (signal: AbortSignal) => Connector,
    private readonly timing: Timing,
  ) {
    // Every connection of every folder listens to it.
    setMaxListeners(0, this.ending.signal);
    const { folders, sentFolder } = this.session.account.settings;
    for (const folder of folders) this.states.set(new LiveFolder(deps, folder, false, timing.reopenMs), 'starting');
    if (sentFolder) this.states.set(new LiveFolder(deps, sentFolder, true, timing.reopenMs), 'starting');
    this.firstFetches = new FirstFetches(this.states.size);
  }

  private get session(): PullSession<EmailSettings> {
    return this.deps.session;
  }

  /** @throws ConnectorError when no folder can be followed */
  async run(): Promise<void> {
    const end = () => this.ending.abort();
    if (this.session.signal.aborted) return;
    this.session.signal.addEventListener('abort', end, { once: true });
    try {
      await Promise.all([...[...this.states.keys()].map((folder) => this.follow(folder)), this.fetchFirst()]);
    } finally {
      this.session.signal.removeEventListener('abort', end);
      end();
    }
    if (this.why && !this.session.signal.aborted) throw this.why;
  }

  private async follow(folder: LiveFolder): Promise<void> {
    for (let failures = 1; !this.ended; failures++) {
      const error = await this.failureOf(folder.folder, (mailbox) => this.followIn(mailbox, folder, () => (failures = 0)));
      if (!error) return;
      if (isShortOfConnections(error) && this.becomesGuest(folder)) return;
      this.failed(folder, error);
      await pause(this.delayMs(error, Math.max(1, failures)), this.ending.signal);
    }
  }

  private async followIn(mailbox: Mailbox, folder: LiveFolder, works: () => void): Promise<void> {
    const pollMs = this.session.account.settings.pollSeconds * 1000;
    while (!this.ended) {
      await folder.catchUp(mailbox);
      works();
      this.states.set(folder, 'works');
      this.seen(folder);
      const waitMs = Math.min(pollMs, (await this.serveGuests(mailbox, folder)) ?? pollMs);
      // A command also breaks IDLE, and shows a connection that died in silence.
      if (!(await mailbox.waitForNews(waitMs)) && !this.ended) await mailbox.noop();
    }
  }

  /** A folder has its checkpoint: only now it is known what its first fetch is about. */
  private seen(folder: LiveFolder): void {
    if (!this.begun.has(folder)) this.firstFetches.add(new FirstFetch(this.deps, folder.folder, folder.sent));
    this.begun.add(folder);
  }

  /**
   * What the server gave no connection for shares the one of the first folder that works.
   * @returns how soon to come back; undefined when there are no guests
   */
  private async serveGuests(mailbox: Mailbox, host: LiveFolder): Promise<number | undefined> {
    const guests = this.inState('guest');
    if ((guests.length === 0 && !this.firstFetchIsGuest) || this.inState('works')[0] !== host) return undefined;
    for (const guest of guests) await this.serve(mailbox, guest.folder, () => guest.catchUp(mailbox).then(() => this.seen(guest)));
    const first = this.firstFetchIsGuest ? await this.firstFetches.current() : undefined;
    if (first) await this.serve(mailbox, first.folder, async () => void ((await first.step(mailbox)) && this.firstFetches.finished()));
    await host.catchUp(mailbox);
    return first ? 0 : this.timing.guestPollMs;
  }

  /** A guest's own trouble is reported; only a lost connection is its host's as well. */
  private async serve(mailbox: Mailbox, folder: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (mailbox.isClosed || error instanceof StaleEpochError) throw error;
      this.session.report(this.typed(error, folder));
    }
  }

  private becomesGuest(folder: LiveFolder): boolean {
    this.states.set(folder, 'guest');
    return this.inState('works').length + this.inState('starting').length > 0;
  }

  private failed(folder: LiveFolder, error: ConnectorError): void {
    this.states.set(folder, 'failed');
    if (this.inState('works').length > 0 || this.inState('starting').length > 0) {
      this.session.report(error);
      return;
    }
    this.end(error);
  }

  /** One folder after the other, newest mail first, on a connection that no live mail waits for. */
  private async fetchFirst(): Promise<void> {
    const { signal } = this.ending;
    for (let failures = 1; !this.ended; failures++) {
      const first = await this.firstFetches.next(signal);
      if (!first) return;
      const error = await this.failureOf(first.folder, async (mailbox) => {
        while (!this.ended && !(await first.step(mailbox))) failures = 0;
        if (!this.ended) this.firstFetches.finished();
      });
      if (!error) continue;
      if (isShortOfConnections(error) && this.inState('works').length > 0) {
        this.firstFetchIsGuest = true;
        return;
      }
      this.session.report(error);
      await pause(this.delayMs(error, Math.max(1, failures)), signal);
    }
  }

  /** Runs with a connection. @returns why it failed; undefined when the watch ended */
  private async failureOf(folder: string, run: (mailbox: Mailbox) => Promise<void>): Promise<ConnectorError | undefined> {
    let mailbox: Mailbox | undefined;
    try {
      mailbox = await this.connectorOf(this.ending.signal).connect();
      await run(mailbox);
      return undefined;
    } catch (error) {
      if (this.ended) return undefined;
      if (!(error instanceof StaleEpochError)) return this.typed(error, folder);
      this.end(error);
      return undefined;
    } finally {
      mailbox?.close();
    }
  }

  private end(why: ConnectorError | StaleEpochError): void {
    this.why = why;
    this.ending.abort();
  }

  private typed(error: unknown, folder: string): ConnectorError {
    const { access } = this.connectorOf(this.ending.signal);
    return toConnectorError(error, { access, oauth: this.session.account.settings.oauth !== undefined, folder });
  }

  private delayMs({ failureClass, retryAfterMs }: ConnectorError, failures: number): number {
    return retryDelayMs(this.timing, failures, retryAfterMs ?? (failureClass === 'credentials' ? REFUSED_RETRY_MS : 0));
  }

  private inState(wanted: State): LiveFolder[] {
    return [...this.states].filter(([, state]) => state === wanted).map(([folder]) => folder);
  }

  private get ended(): boolean {
    return this.ending.signal.aborted;
  }
}

function isShortOfConnections({ code }: ConnectorError): boolean {
  return code === 'too-many-connections';
}
