import { channel } from '@tributary/channel-email';
import type { FailureClass } from '@tributary/channel';
import { describePull, type ScriptedProvider } from '@tributary/channel/testing';
import { ImapServer } from '@tributary/imap-simulator/server.mjs';

const USER = 'sales@shop.example';

/** How the server shows each class of failure to whoever signs in. */
const FAILURES: Partial<Record<FailureClass, { on: string; action: 'no' | 'close'; text?: string }>> = {
  credentials: { on: 'AUTHENTICATE', action: 'no', text: '[AUTHENTICATIONFAILED] Invalid credentials' },
  network: { on: 'CONNECT', action: 'close' },
  provider: { on: 'AUTHENTICATE', action: 'no', text: '[UNAVAILABLE] Temporary authentication failure' },
};

/** A mailbox on the simulated server, in this process, so that each command is a call that can be the last one. */
class ScriptedMailbox implements ScriptedProvider {
  readonly #server = new ImapServer();
  #mails = 0;
  #port = 0;

  static async open(): Promise<ScriptedMailbox> {
    const mailbox = new ScriptedMailbox();
    mailbox.#port = await mailbox.#server.listen();
    mailbox.#server.addUser(USER);
    return mailbox;
  }

  get settings() {
    return { host: '127.0.0.1', port: this.#port, secure: false, user: USER, password: 'secret', firstFetchDays: null };
  }

  set intercept(around: ScriptedProvider['intercept']) {
    this.#server.intercept = around;
  }

  deliver(text: string): Promise<void> {
    const headers = ['From: Anna <anna@client.example>', `To: ${USER}`, `Subject: Order`, `Message-ID: <${(this.#mails += 1)}@client.example>`];
    this.#server.deliver(USER, [...headers, 'Content-Type: text/plain; charset=utf-8', '', text, ''].join('\r\n'));
    return Promise.resolve();
  }

  deliverBad(): Promise<Uint8Array> {
    const bytes = Buffer.alloc(1_000, (this.#mails += 1));
    this.#server.deliver(USER, bytes);
    return Promise.resolve(bytes);
  }

  fail(failureClass: FailureClass | undefined): Promise<void> {
    const failure = failureClass && FAILURES[failureClass];
    this.#server.clearFaults();
    if (failure) this.#server.fault({ ...failure, times: Infinity });
    this.#server.drop();
    return Promise.resolve();
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

describePull(channel, { provider: () => ScriptedMailbox.open(), failures: ['credentials', 'network', 'provider'] });
