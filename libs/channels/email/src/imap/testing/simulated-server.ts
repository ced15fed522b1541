import { DrivenProcess } from './driven-process.js';

export interface DeliverOptions {
  readonly folder?: string;
  readonly internalDate?: Date;
  /** RFC822.SIZE where it differs from the truth. */
  readonly statedSize?: number;
  readonly uid?: number;
  /** What is sent when the whole mail is asked for: the source and filling. */
  readonly sentBytes?: number;
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
  private readonly process = new DrivenProcess('simulators/imap/main.mjs');
  port = 0;

  /** With one user `u`, password `secret`. */
  static async start(options: { tls?: boolean } = {}): Promise<SimulatedServer> {
    const server = new SimulatedServer();
    server.port = (await server.call('listen', options)) as number;
    await server.call('addUser', 'u');
    return server;
  }

  stop(): Promise<void> {
    return this.process.stop();
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
    return this.process.call(method, ...args);
  }
}

export function mailOf(subject: string, text = `about ${subject}`): string {
  const headers = ['From: Anna <anna@client.example>', 'To: u@acme.example', `Subject: ${subject}`, `Message-ID: <${subject}@client.example>`];
  return [...headers, 'Content-Type: text/plain; charset=utf-8', '', text, ''].join('\r\n');
}
