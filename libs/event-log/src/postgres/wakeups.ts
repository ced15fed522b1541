import pg from 'pg';
import { Backoff } from './backoff.js';
import { Signal } from './signal.js';

/** What NOTIFY tells, from log.append and log.release. Everything when notifications may have been missed. */
export type Wakeup = { readonly kind: 'records'; readonly topic: string } | { readonly kind: 'lease'; readonly of: string } | { readonly kind: 'everything' };

const RECORDS = 'tributary_log';
const LEASE = 'tributary_log_lease';

/**
 * LISTENs on a connection of its own while anybody subscribes, and connects again by itself. Only a hint that comes
 * sooner than the next poll: nothing relies on it.
 */
export class Wakeups {
  private readonly subscribers = new Set<(wakeup: Wakeup) => void>();
  private stopListening: (() => void) | undefined;

  /** @param connection  how to connect: the options of the pool that reads */
  constructor(private readonly connection: pg.ClientConfig) {}

  /** @returns unsubscribes; the last one closes the connection */
  subscribe(subscriber: (wakeup: Wakeup) => void): () => void {
    this.subscribers.add(subscriber);
    this.stopListening ??= this.listen();
    return () => {
      this.subscribers.delete(subscriber);
      if (this.subscribers.size > 0) return;
      this.stopListening?.();
      this.stopListening = undefined;
    };
  }

  private listen(): () => void {
    const stopped = new AbortController();
    void this.keepListening(stopped.signal);
    return () => stopped.abort();
  }

  private async keepListening(stopped: AbortSignal): Promise<void> {
    const backoff = new Backoff(100, 5_000);
    const stopping = new Signal();
    stopped.addEventListener('abort', () => stopping.raise());
    while (!stopped.aborted) {
      await this.listenUntilLost(stopped, () => backoff.reset());
      await stopping.wait(backoff.nextMs());
    }
  }

  /** Never rejects: a connection that can't be made is one that is lost. */
  private async listenUntilLost(stopped: AbortSignal, onListening: () => void): Promise<void> {
    const client = new pg.Client(this.connection);
    const lost = new Promise<void>((resolve) => client.once('end', resolve));
    const close = (): void => void client.end().catch(() => undefined);
    client.on('error', close);
    client.on('notification', ({ channel, payload = '' }) =>
      this.tell(channel === RECORDS ? { kind: 'records', topic: payload } : { kind: 'lease', of: payload }),
    );
    stopped.addEventListener('abort', close);
    try {
      await client.connect();
      await client.query(`LISTEN ${RECORDS}`);
      await client.query(`LISTEN ${LEASE}`);
      onListening();
      this.tell({ kind: 'everything' });
      await lost;
    } catch {
      close();
    } finally {
      stopped.removeEventListener('abort', close);
    }
  }

  private tell(wakeup: Wakeup): void {
    for (const subscriber of this.subscribers) subscriber(wakeup);
  }
}
