import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** What arrived, in order, to be awaited. */
export class Arrivals<T> {
  readonly all: T[] = [];
  #waiting: (() => void)[] = [];

  add(arrival: T): void {
    this.all.push(arrival);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves with all of them once there are so many. */
  async until(count: number): Promise<readonly T[]> {
    while (this.all.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.all;
  }
}

export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that takes what is posted: a webhook's receiver, or Telegram's Bot API. */
export interface PostReceiver {
  readonly url: string;
  readonly posts: Arrivals<Posted>;
  /** What it answers from now on. */
  answer: { status: number; body: unknown };
  close(): Promise<void>;
}

export async function postReceiver(): Promise<PostReceiver> {
  const posts = new Arrivals<Posted>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      posts.add({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(receiver.answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(receiver.answer.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: PostReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    answer: { status: 200, body: { ok: true } },
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

/** A mail server that takes mail of one user. */
export async function mailSink(user: string, password: string): Promise<{ port: number; mails: Arrivals<string>; close(): Promise<void> }> {
  const mails = new Arrivals<string>();
  const server = new SMTPServer({
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => (auth.username === user && auth.password === password ? done(null, { user }) : done(new Error('Invalid username or password'))),
    onData: (stream, _session, done) => {
      void text(stream).then((mail) => {
        mails.add(mail);
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Stands before a mail server; when told to, it lets a mail through and cuts the line as the server says that it took it. */
export async function cuttingLine(port: number): Promise<{ port: number; cutsNext: boolean; close(): Promise<void> }> {
  const server = createTcpServer((client) => {
    const mailServer = connect(port, '127.0.0.1');
    let handedOver = false;
    client.on('data', (bytes) => {
      handedOver ||= bytes.includes('\r\n.\r\n');
      mailServer.write(bytes);
    });
    mailServer.on('data', (bytes) => {
      if (handedOver && line.cutsNext) {
        line.cutsNext = false;
        client.destroy();
      } else client.write(bytes);
    });
    client.on('close', () => mailServer.destroy()).on('error', () => mailServer.destroy());
    mailServer.on('close', () => client.destroy()).on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const line = {
    port: (server.address() as AddressInfo).port,
    cutsNext: false,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
  return line;
}
