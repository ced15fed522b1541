import pg from 'pg';
import { Backoff } from '../backoff.js';
import { Signal } from '../signal.js';

export interface Notification {
  readonly channel: string;
  readonly payload: string;
}

/** Told of each notification; of `undefined` when some may have been missed. Must not throw. */
export type NotificationListener = (notification: Notification | undefined) => void;

/**
 * LISTENs on a connection of its own while anybody subscribes, and connects again by itself. Only a hint that comes
 * sooner than the next poll: nothing may rely on it.
 */
export class Notifications {
  private readonly listeners = new Set<NotificationListener>();
  private stopListening: (() => void) | undefined;

  /**
   * @param connection  how to connect: `pool.options` of a pool
   * @param channels  plain lower-case names
   */
  constructor(
    private readonly connection: pg.ClientConfig,
    private readonly channels: readonly string[],
  ) {}

  /** @returns unsubscribes; the last one closes the connection */
  subscribe(listener: NotificationListener): () => void {
    this.listeners.add(listener);
    this.stopListening ??= this.listen();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
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
    client.on('notification', ({ channel, payload = '' }) => this.tell({ channel, payload }));
    stopped.addEventListener('abort', close);
    try {
      await client.connect();
      for (const channel of this.channels) await client.query(`LISTEN ${channel}`);
      onListening();
      this.tell(undefined);
      await lost;
    } catch {
      close();
    } finally {
      stopped.removeEventListener('abort', close);
    }
  }

  private tell(notification: Notification | undefined): void {
    for (const listener of this.listeners) listener(notification);
  }
}
