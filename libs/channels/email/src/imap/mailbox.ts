import { ImapFlow, type FetchMessageObject, type FetchQueryObject } from 'imapflow';
import { assertHostAllowed, type ConnectorError } from '@tributary/channel';
import { EXTERNAL_ID_BODY_BYTES, EXTERNAL_ID_HEADER_BYTES } from '../thread/external-id.js';
import type { Access } from '../settings/access.js';
import type { EmailSettings } from '../settings.js';
import { clientOptions, refusalsOnly } from './client-options.js';
import { type FailureContext, toConnectorError } from './failures.js';
import { proxyAddressOf } from './proxy-address.js';
import type { Timing } from './timing.js';

/** Heads of so many mails are read in one go; the rest follows. */
const MAX_HEADS = 10_000;
/** So much of a mail is enough to tell its external id. */
export const ID_BYTES = EXTERNAL_ID_HEADER_BYTES + EXTERNAL_ID_BODY_BYTES;

export interface SignIn {
  readonly user: string;
  readonly pass?: string;
  readonly accessToken?: string;
}

export interface OpenOptions {
  readonly access: Access;
  readonly tls: EmailSettings['tls'];
  readonly proxy?: EmailSettings['proxy'];
  readonly signIn: SignIn;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

export interface FolderState {
  readonly uidValidity: string;
  readonly uidNext: number;
  readonly count: number;
}

/** What the server says of a mail before it is fetched. */
export interface MailHead {
  readonly uid: number;
  readonly sizeBytes: number;
  readonly internalDate: Date;
  readonly emailId?: string;
}

/**
 * One connection to one mailbox, folders opened read-only. Every method throws ConnectorError; after the first failure
 * that closed the connection all do. Never reconnects: a new one is made.
 */
export class Mailbox {
  private failure: unknown;
  private news = false;
  private folder: string | undefined;

  private constructor(
    private readonly client: ImapFlow,
    private readonly context: FailureContext,
    private readonly timing: Timing,
    private readonly lastRefusal: { error?: unknown },
    private readonly signal: AbortSignal,
  ) {
    // Without a listener an error would end the process.
    client.on('error', (error) => (this.failure ??= error));
    client.on('exists', () => (this.news = true));
  }

  /** Connects and signs in. */
  static async open({ access, tls, proxy, signIn, timing, signal }: OpenOptions): Promise<Mailbox> {
    signal.throwIfAborted();
    const context = { access, oauth: signIn.accessToken !== undefined, ...(proxy && { proxy: proxy.url }) };
    const proxyAddress = proxy && (await proxyAddressOf(proxy).catch((error: unknown) => {
      throw toConnectorError(error, context);
    }));
    const lastRefusal: { error?: unknown } = {};
    const client = new ImapFlow({ ...clientOptions(access, tls, timing, proxyAddress), auth: { ...signIn }, logger: refusalsOnly(lastRefusal, () => client) });
    const mailbox = new Mailbox(client, context, timing, lastRefusal, signal);
    const abort = () => mailbox.close();
    signal.addEventListener('abort', abort, { once: true });
    client.once('close', () => signal.removeEventListener('abort', abort));
    try {
      assertHostAllowed(access.host, 'network');
      await mailbox.watched(() => client.connect(), timing.connectMs + timing.greetingMs);
    } catch (error) {
      mailbox.close();
      throw mailbox.typed(error);
    }
    return mailbox;
  }

  /** Announces new mail by itself (RFC 2177). */
  get announces(): boolean {
    return this.client.capabilities.has('IDLE') || this.client.capabilities.has('IMAP4rev2');
  }

  get isClosed(): boolean {
    return this.client.isClosed;
  }

  get openFolder(): string | undefined {
    return this.folder;
  }

  /** Opens a folder read-only (EXAMINE): nothing in it changes by our reading. */
  async examine(folder: string): Promise<FolderState> {
    this.folder = undefined;
    const state = await this.command(() => this.client.mailboxOpen(folder, { readOnly: true }), folder);
    this.folder = folder;
    this.news = false;
    return { uidValidity: String(state.uidValidity), uidNext: state.uidNext || (await this.newestUid(state.exists)) + 1, count: state.exists };
  }

  /** For servers that don't tell UIDNEXT (it was optional in RFC 2060). */
  private async newestUid(count: number): Promise<number> {
    if (count === 0) return 0;
    const newest = await this.command(() => this.client.fetchOne('*', { uid: true }));
    return newest ? newest.uid : 0;
  }

  async folders(): Promise<{ path: string; specialUse?: string }[]> {
    const listed = await this.command(() => this.client.list());
    return listed.filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent')).map(({ path, specialUse }) => ({ path, specialUse }));
  }

  /**
   * Mails of the open folder from a UID up, oldest first, at most 10,000 of them.
   * `*` means the newest mail even when the range is past it (RFC 3501 §6.4.8): such are left out.
   */
  async heads(fromUid: number): Promise<MailHead[]> {
    this.news = false;
    if (this.client.mailbox && this.client.mailbox.exists === 0) return [];
    return this.command(async () => {
      let heads: MailHead[] = [];
      for await (const message of this.client.fetch(`${fromUid}:*`, HEAD_QUERY, { uid: true })) {
        if (message.uid >= fromUid) heads.push(toHead(message));
        if (heads.length >= 2 * MAX_HEADS) heads = oldestFirst(heads).slice(0, MAX_HEADS);
      }
      return oldestFirst(heads).slice(0, MAX_HEADS);
    });
  }

  /** Heads of these mails, oldest first; those that are gone are missing. */
  async headsOf(uids: readonly number[]): Promise<MailHead[]> {
    if (uids.length === 0) return [];
    return oldestFirst((await this.fetch(uids, HEAD_QUERY)).map(toHead));
  }

  /** UIDs of the open folder that arrived on that day (of the server's clock) or later, before that other day, and are at most `uidTo`; ascending. */
  async arrivedSince(since: Date | null, uidTo?: number, before?: Date): Promise<number[]> {
    if (uidTo !== undefined && uidTo < 1) return [];
    const query = { ...(since ? { since } : { all: true }), ...(before && { before }), ...(uidTo === undefined ? {} : { uid: `1:${uidTo}` }) };
    return this.command(async () => {
      const found = await this.client.search(query, { uid: true });
      // imapflow answers false to a refused search and says why only in its log.
      if (!Array.isArray(found)) throw this.lastRefusal.error ?? new Error('the search was refused');
      return found;
    });
  }

  /** Whole sources of these mails by UID; those that are gone are missing. For small mails: all are in memory at once. */
  async sources(uids: readonly number[]): Promise<Map<number, Buffer>> {
    const messages = await this.fetch(uids, { uid: true, source: true });
    return new Map(messages.flatMap(({ uid, source }) => (source ? [[uid, source]] : [])));
  }

  /** As much of these mails' sources as their external ids need, by UID. */
  async beginnings(uids: readonly number[]): Promise<Map<number, Buffer>> {
    if (uids.length === 0) return new Map();
    const messages = await this.fetch(uids, { uid: true, source: { start: 0, maxLength: ID_BYTES } });
    return new Map(messages.flatMap(({ uid, source }) => (source ? [[uid, source]] : [])));
  }

  /** Bytes of a mail's source from `start`; fewer than asked at its end, undefined when the mail is gone. */
  async piece(uid: number, start: number, maxLength: number): Promise<Buffer | undefined> {
    const [message] = await this.fetch([uid], { uid: true, source: { start, maxLength } });
    return message && (message.source ?? Buffer.alloc(0));
  }

  /** What the server knows of one mail. */
  async details(uid: number, query: FetchQueryObject): Promise<FetchMessageObject | undefined> {
    const [message] = await this.fetch([uid], { ...query, uid: true });
    return message;
  }

  private fetch(uids: readonly number[], query: FetchQueryObject): Promise<FetchMessageObject[]> {
    const wanted = new Set(uids);
    return this.command(async () => {
      const messages = await this.client.fetchAll(uids.join(','), query, { uid: true });
      // Servers also tell of flags of other mails in between.
      return messages.filter(({ uid }) => wanted.has(uid));
    });
  }

  /** Asks the server for news; also proves that the connection lives. */
  async noop(): Promise<void> {
    await this.command(() => this.client.noop());
  }

  /**
   * Waits until the server announces something, or for so long at most; returns at once when the signal aborts.
   * @returns whether something was announced
   */
  async waitForNews(pollMs: number): Promise<boolean> {
    if (this.news) return true;
    await new Promise<void>((resolve, reject) => {
      let left = false;
      const leave = () => {
        left = true;
        clearTimeout(timer);
        this.client.off('exists', finish);
        this.client.off('close', lost);
        this.signal.removeEventListener('abort', finish);
      };
      const finish = () => {
        leave();
        resolve();
      };
      const lost = () => {
        leave();
        reject(this.typed(this.lostError()));
      };
      let timer = setTimeout(finish, this.announces ? pollMs : Math.min(pollMs, this.timing.noIdlePollMs));
      // The close may have come before anybody listened.
      if (this.client.isClosed) return lost();
      this.client.once('exists', finish);
      this.client.once('close', lost);
      this.signal.addEventListener('abort', finish, { once: true });
      if (!this.announces) return;
      // A server that refuses or ends IDLE is polled as one that has none.
      void this.client.idle().then(() => {
        if (left) return;
        clearTimeout(timer);
        timer = setTimeout(finish, Math.min(pollMs, this.timing.noIdlePollMs));
      }, lost);
    });
    return this.news;
  }

  close(): void {
    this.client.close();
  }

  private async command<T>(run: () => Promise<T>, folder?: string): Promise<T> {
    try {
      const answer = await this.watched(run, this.timing.silenceMs);
      // Once closed imapflow answers "nothing" to most commands, which must not be taken for an empty folder.
      if (this.client.isClosed) throw this.lostError();
      return answer;
    } catch (error) {
      throw this.typed(error, folder);
    }
  }

  /** Runs a command under a watch that ends the connection when no byte arrives for `silenceMs`. */
  private async watched<T>(run: () => Promise<T>, silenceMs: number): Promise<T> {
    let received = this.client.stats().received;
    const watch = setInterval(() => {
      const now = this.client.stats().received;
      if (now === received) {
        this.failure ??= Object.assign(new Error(`no answer for ${silenceMs} ms`), { code: 'ETIMEOUT' });
        this.client.close();
      }
      received = now;
    }, silenceMs);
    try {
      return await run();
    } finally {
      clearInterval(watch);
    }
  }

  private typed(error: unknown, folder = this.folder): ConnectorError {
    // What broke the connection says more than the command that met it broken.
    const first = this.client.isClosed ? (this.failure ?? error) : error;
    // How imapflow puts it when a BYE came in the middle of the sign-in.
    const farewell = first instanceof Error && first.message === 'Already logged out';
    return toConnectorError(farewell ? this.lostError(first) : first, { ...this.context, folder });
  }

  private lostError(cause?: Error): Error {
    return Object.assign(new Error('connection closed', { cause }), { code: 'NoConnection', reason: this.client.byeReason });
  }
}

const HEAD_QUERY = { uid: true, size: true, internalDate: true } as const;

function toHead({ uid, size, internalDate, emailId }: FetchMessageObject): MailHead {
  const date = new Date(internalDate ?? Number.NaN);
  return { uid, sizeBytes: size ?? 0, internalDate: Number.isNaN(date.getTime()) ? new Date() : date, ...(emailId ? { emailId } : {}) };
}

function oldestFirst(heads: MailHead[]): MailHead[] {
  return heads.sort((a, b) => a.uid - b.uid);
}
