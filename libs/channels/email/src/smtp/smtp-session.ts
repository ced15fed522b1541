import { Readable } from 'node:stream';
import { ConnectorError } from '@tributary/channel';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { certificateChecks } from '../imap/client-options.js';
import type { TokenSource } from '../oauth/token-source.js';
import type { Outgoing } from '../settings/outgoing.js';
import type { EmailSettings } from '../settings.js';
import { dial } from './dial.js';
import { signInFailure } from './failures.js';
import { sendFailure } from './send-failure.js';

/** Patience of a connection, ms. */
export interface SmtpTiming {
  /** Name, TCP and TLS together. */
  readonly connectMs: number;
  readonly greetingMs: number;
  /** Between two answers. Filters look at a mail before the server takes it: RFC 5321 §4.5.3.2 allows them ten minutes. */
  readonly silenceMs: number;
}

export const SMTP_TIMING: SmtpTiming = { connectMs: 20_000, greetingMs: 15_000, silenceMs: 120_000 };

export interface SmtpOptions {
  readonly outgoing: Outgoing;
  readonly settings: Pick<EmailSettings, 'tls' | 'proxy'>;
  /** Instead of a password. */
  readonly tokens?: TokenSource | undefined;
  readonly timing?: Partial<SmtpTiming>;
  readonly signal: AbortSignal;
}

const CHUNK_BYTES = 64 * 1024;

/** One connection to a server of outgoing mail, signed in where it lets people sign in. */
export class SmtpSession {
  private readonly failures: unknown[] = [];
  private fail: (error: unknown) => void = () => undefined;
  private readonly abort = () => this.lost(new Error('stopped'));

  private constructor(
    private readonly connection: SMTPConnection,
    private readonly options: SmtpOptions,
  ) {
    connection.on('error', (error: unknown) => this.lost(error));
    connection.on('end', () => this.lost(new Error('the connection was closed')));
    options.signal.addEventListener('abort', this.abort, { once: true });
  }

  /** @throws ConnectorError */
  static async open(options: SmtpOptions): Promise<SmtpSession> {
    const { tokens, signal } = options;
    const given = { isFresh: false };
    try {
      return await SmtpSession.openOnce(options, given);
    } catch (error) {
      // A token may be withdrawn before its time: one that was just issued and refused means more.
      if (!tokens || given.isFresh || !(error instanceof ConnectorError) || error.code !== 'token-refused') throw error;
      await tokens.renew(signal);
      return SmtpSession.openOnce(options, given);
    }
  }

  private static async openOnce(options: SmtpOptions, given: { isFresh: boolean }): Promise<SmtpSession> {
    const { outgoing: { access }, settings, signal } = options;
    const timing = { ...SMTP_TIMING, ...options.timing };
    try {
      signal.throwIfAborted();
      const socket = await dial(access, settings, timing.connectMs, signal);
      const session = new SmtpSession(new SMTPConnection({ ...connectionOptions(options, timing), connection: socket }), options);
      await session.begin(given);
      return session;
    } catch (error) {
      throw signInFailure(error, options);
    }
  }

  private async begin(given: { isFresh: boolean }): Promise<void> {
    try {
      await this.step((done) => this.connection.connect(done));
      // A relay that knows us by our address offers no sign-in; who wants one says so when it is given a sender.
      if (this.connection.allowsAuth) await this.signIn(given);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  private async signIn(given: { isFresh: boolean }): Promise<void> {
    const { outgoing: { user, password }, tokens, signal } = this.options;
    if (!tokens || password !== undefined) return this.step((done) => this.connection.login({ user, pass: password ?? '' }, done));
    let refusal: unknown;
    const provisionCallback: XOAuth2.Options['provisionCallback'] = (_user, renew, done) => {
      const token = renew ? tokens.renew(signal) : tokens.current(signal);
      token.then(({ accessToken, fresh }) => {
        given.isFresh = fresh;
        done(null, accessToken);
      }, (error: unknown) => {
        refusal = error;
        done(new Error('there is no token'));
      });
    };
    await this.step((done) => this.connection.login({ oauth2: new XOAuth2({ user, provisionCallback }) }, done)).catch((error: unknown) => {
      throw refusal ?? error;
    });
  }

  /**
   * Hands a mail over.
   * @param to  one address
   * @throws ConnectorError, ReplyRefusedError  it was certainly not taken
   * @throws OutcomeUnknownError  the answer to the whole mail was lost
   */
  async send(to: string, message: Buffer): Promise<void> {
    // The end of the mail is written as soon as the last of it was read from here.
    let isHandedOver = false;
    const source = Readable.from(chunksOf(message), { objectMode: false }).once('end', () => (isHandedOver = true));
    const envelope = { from: this.options.outgoing.from, to: [to], size: message.length };
    try {
      await this.step((done) => this.connection.send(envelope, source, done));
    } catch (error) {
      throw error instanceof ConnectorError ? error : sendFailure(error, { to, isHandedOver }, this.options);
    } finally {
      source.destroy();
    }
  }

  /** Says good-bye, and waits for no answer to it. */
  close(): void {
    this.options.signal.removeEventListener('abort', this.abort);
    if (this.failures.length === 0) this.connection.quit();
    this.connection.close();
  }

  /** Nodemailer forgets some of its callbacks when a connection breaks: whatever is waited for ends with it. */
  private step(run: (done: (error: Error | null | undefined) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.failures.length > 0) return reject(this.failures[0] as Error);
      this.fail = reject;
      run((error) => (error ? reject(error) : resolve()));
    });
  }

  private lost(error: unknown): void {
    this.failures.push(error);
    this.fail(this.failures[0]);
    this.connection.close();
  }
}

function connectionOptions({ outgoing: { access }, settings: { tls, proxy } }: SmtpOptions, { connectMs, greetingMs, silenceMs }: SmtpTiming) {
  const { host, port, encryption } = access;
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port,
    secure: encryption === 'tls',
    secured: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    opportunisticTLS: encryption === 'opportunistic',
    tls: certificateChecks(access, tls, proxy !== undefined),
    connectionTimeout: connectMs + greetingMs,
    greetingTimeout: greetingMs,
    socketTimeout: silenceMs,
    logger: false,
  };
}

function* chunksOf(message: Buffer): Generator<Buffer> {
  for (let at = 0; at < message.length; at += CHUNK_BYTES) yield message.subarray(at, at + CHUNK_BYTES);
}
