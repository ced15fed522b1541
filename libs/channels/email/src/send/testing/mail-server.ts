import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came. */
  readonly source: string;
  /** Who signed in; "" for nobody. */
  readonly user: string;
}

/** What a server answers at one of its steps. */
export type Refusals = Partial<Record<'MAIL FROM' | 'RCPT TO' | 'DATA', { readonly code: number; readonly text: string }>>;

/** A server of outgoing mail. Lets user `u` in with `secret`, or with a token of `tokens`. */
export class MailServer {
  readonly taken: Taken[] = [];
  readonly signIns: string[] = [];
  readonly tokens = new Set<string>();
  refuses: Refusals = {};
  port = 0;
  private readonly server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    const answer = (step: keyof Refusals) => {
      const refusal = this.refuses[step];
      return refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code });
    };
    this.server = new SMTPServer({
      authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
      allowInsecureAuth: true,
      authOptional: true,
      onAuth: ({ method, username = '', password, accessToken = '' }, _session, done) => {
        this.signIns.push(`${method} ${username}`);
        const isRight = method === 'XOAUTH2' ? this.tokens.has(accessToken) : username === 'u' && password === 'secret';
        done(isRight ? null : Object.assign(new Error('5.7.8 Username and Password not accepted'), { responseCode: 535 }), { user: username });
      },
      onMailFrom: (_address, _session, done) => done(answer('MAIL FROM')),
      onRcptTo: (_address, _session, done) => done(answer('RCPT TO')),
      onData: (stream, { envelope, user }, done) => {
        void text(stream).then((source) => {
          const refusal = answer('DATA');
          if (!refusal) this.taken.push({ from: envelope.mailFrom ? envelope.mailFrom.address : '', to: envelope.rcptTo.map(({ address }) => address), source, user: String(user ?? '') });
          done(refusal);
        }, done);
      },
      ...options,
    });
    this.server.on('error', () => undefined);
  }

  static async start(options: SMTPServerOptions = { disabledCommands: ['STARTTLS'] }): Promise<MailServer> {
    const mailServer = new MailServer(options);
    mailServer.server.listen(0, '127.0.0.1');
    await once(mailServer.server.server, 'listening');
    mailServer.port = (mailServer.server.server.address() as AddressInfo).port;
    return mailServer;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** Stands before a server and cuts the line: while the mail is handed over, or when the server says that it took it. */
export class CuttingLine {
  private readonly sockets = new Set<Socket>();
  port = 0;

  private constructor(private readonly server: Server) {}

  static async before(port: number, moment: 'within the mail' | 'before the answer'): Promise<CuttingLine> {
    const line: CuttingLine = new CuttingLine(createServer((client) => {
      const behind = connect(port, '127.0.0.1');
      const cut = () => [client, behind].forEach((socket) => socket.destroy());
      let isHandedOver = false;
      let isBegun = false;
      client.on('data', (bytes) => {
        isHandedOver ||= bytes.includes('\r\n.\r\n');
        if (isBegun && moment === 'within the mail') cut();
        else behind.write(bytes);
      });
      behind.on('data', (bytes) => {
        isBegun ||= bytes.toString().startsWith('354') || bytes.includes('\r\n354');
        if (isHandedOver && moment === 'before the answer') cut();
        else client.write(bytes);
      });
      for (const socket of [client, behind]) line.sockets.add(socket.on('close', cut).on('error', cut));
    }));
    line.server.listen(0, '127.0.0.1');
    await once(line.server, 'listening');
    line.port = (line.server.address() as AddressInfo).port;
    return line;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
