import { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import { brokeOff, fellSilent, neverArrived } from './failures.js';
import { KnownBody } from './known-body.js';

/** A process that can't be reached, hangs, or says that it ends, is asked last for so long. */
const AVOIDED_MS = 5_000;
/** A sender may take two minutes to upload, and the answer waits for its end. */
const UPLOAD_TIMEOUT_MS = 130_000;
/** What a service says of its connection to this door, not of the client's (RFC 9110 §7.6.1). */
const OF_THE_CONNECTION = ['connection', 'keep-alive'];

export type Answer = Dispatcher.ResponseData;

/**
 * The processes of one service, asked in turn. What one of them certainly never got goes to the next; so does what may be
 * done twice, when no answer came. So one may be restarted or hang while the others go on, and no caller hears of it.
 */
export class ServicePool {
  private readonly processes: readonly ServiceProcess[];
  private turn = 0;

  /** @param urls  at least one */
  constructor(urls: readonly string[], options: Pool.Options) {
    this.processes = urls.map((url) => new ServiceProcess(url, options));
  }

  /**
   * @param harmlessTwice  whether the service minds no repeat
   * @throws what went wrong with the process that came nearest to answering
   */
  async request(options: Dispatcher.RequestOptions, harmlessTwice: boolean): Promise<Answer> {
    const body = options.body instanceof KnownBody ? options.body.bytes : options.body;
    let failure: unknown;
    const once = body instanceof Readable;
    const tries = this.inTurn(once);
    for (const [at, process] of tries.entries()) {
      try {
        return await process.request({ ...options, body, ...(once && { headersTimeout: UPLOAD_TIMEOUT_MS }) });
      } catch (error) {
        if (failure === undefined || neverArrived(failure)) failure = error;
        const another = tries[at + 1] !== process;
        const goesOn = neverArrived(error) || (harmlessTwice && (brokeOff(error) || (another && fellSilent(error))));
        // A stream was spent on the first.
        if (!goesOn || once) break;
      }
    }
    throw failure;
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.close()));
  }

  /** @param once  what can be sent but once does not try out whether a process is back: others do that */
  private inTurn(once: boolean): ServiceProcess[] {
    const first = this.turn++ % this.processes.length;
    const all = [...this.processes.slice(first), ...this.processes.slice(0, first)];
    const last = (process: ServiceProcess): boolean => process.avoided || (once && process.doubtful);
    const order = [...all.filter((process) => !last(process)), ...all.filter(last)];
    // Behind one address several may stand, as behind a service of Kubernetes.
    return order.length === 1 ? [...order, ...order] : order;
  }
}

class ServiceProcess {
  private readonly pool: Pool;
  private readonly origin: string;
  private readonly host: string;
  private avoidedUntil = 0;
  /** Its latest news were bad. */
  doubtful = false;

  constructor(url: string, options: Pool.Options) {
    ({ origin: this.origin, host: this.host } = new URL(url));
    this.pool = new Pool(this.origin, { pipelining: 1, ...options });
  }

  get avoided(): boolean {
    return performance.now() < this.avoidedUntil;
  }

  async request(options: Dispatcher.RequestOptions): Promise<Answer> {
    try {
      const answer = await this.pool.request({ ...options, origin: this.origin, headers: { ...(options.headers as Record<string, string>), host: this.host } });
      // A process that gives up its open connections ends.
      if (answer.headers['connection'] === 'close') this.avoid();
      else this.doubtful = false;
      for (const name of OF_THE_CONNECTION) delete answer.headers[name];
      return answer;
    } catch (error) {
      if (neverArrived(error) || brokeOff(error) || fellSilent(error)) this.avoid();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private avoid(): void {
    this.doubtful = true;
    this.avoidedUntil = performance.now() + AVOIDED_MS;
  }
}
