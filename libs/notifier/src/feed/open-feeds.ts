import type { Socket } from 'node:net';

/** The feeds that are being told: how many, and when each must end. */
export class OpenFeeds {
  private open = 0;

  get count(): number {
    return this.open;
  }

  /**
   * @param ends  the process stops; the reader's right to the feed has ended
   * @returns aborts at the first of those, or when the client has gone
   */
  add(socket: Socket, ...ends: readonly AbortSignal[]): AbortSignal {
    const ended = new AbortController();
    const end = (): void => {
      socket.off('close', end);
      for (const signal of ends) signal.removeEventListener('abort', end);
      this.open -= 1;
      ended.abort();
    };
    this.open += 1;
    if (socket.destroyed || ends.some(({ aborted }) => aborted)) end();
    else {
      socket.once('close', end);
      for (const signal of ends) signal.addEventListener('abort', end);
    }
    return ended.signal;
  }
}
