import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of its own, so that nothing of it can be shared with what is tested. */
const PROGRAM = fileURLToPath(new URL('../../../../../../test/simulators/imap/main.mjs', import.meta.url));

export interface DeliverOptions {
  readonly folder?: string;
  readonly internalDate?: Date;
  /** RFC822.SIZE where it differs from the truth. */
  readonly statedSize?: number;
  readonly uid?: number;
}

/** When, how often and in what way the server misbehaves; see test/simulators/imap/faults.mjs. */
export interface Fault {
  readonly on: string;
  readonly action: 'no' | 'bad' | 'bye' | 'close' | 'silence' | 'skip' | 'cut' | 'hang' | 'huge' | 'expunge' | 'delay';
  readonly times?: number;
  readonly folder?: string;
  readonly text?: string;
  readonly bytes?: number;
  readonly uid?: number;
  readonly ms?: number;
}

/** The simulated IMAP server, driven from a spec. */
export class SimulatedServer {
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private calls = 0;

  private constructor(
    private readonly child: ChildProcess,
    public port: number,
  ) {
    child.on('message', ({ id, result, error }: { id: number; result: unknown; error?: string }) => {
      const call = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) call?.resolve(result);
      else call?.reject(new Error(error));
    });
  }

  /** With one user `u`, password `secret`. */
  static async start(options: { tls?: boolean } = {}): Promise<SimulatedServer> {
    const child = fork(PROGRAM, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const server = new SimulatedServer(child, 0);
    server.port = (await server.call('listen', options)) as number;
    await server.call('addUser', 'u');
    return server;
  }

  async stop(): Promise<void> {
    this.child.disconnect();
    await once(this.child, 'exit');
  }

  /** Makes a mail of a subject and delivers it to `u`. @returns its UID */
  async mail(subject: string, options: DeliverOptions = {}): Promise<number> {
    return this.deliver(mailOf(subject), options);
  }

  async deliver(source: string, { internalDate, ...options }: DeliverOptions = {}): Promise<number> {
    return (await this.call('deliver', 'u', source, { ...options, internalDate: internalDate?.toISOString() })) as number;
  }

  fault(fault: Fault): Promise<unknown> {
    return this.call('fault', fault);
  }

  async counts(): Promise<{ connections: number; idling: number; signIns: number; errors: string[] }> {
    return (await this.call('counts')) as { connections: number; idling: number; signIns: number; errors: string[] };
  }

  /** Calls any method of the server. */
  call(method: string, ...args: unknown[]): Promise<unknown> {
    const id = this.calls++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, method, args });
    });
  }
}

export function mailOf(subject: string, text = `about ${subject}`): string {
  const headers = ['From: Anna <anna@client.example>', 'To: u@acme.example', `Subject: ${subject}`, `Message-ID: <${subject}@client.example>`];
  return [...headers, 'Content-Type: text/plain; charset=utf-8', '', text, ''].join('\r\n');
}
