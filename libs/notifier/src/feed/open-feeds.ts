import type { Socket } from 'node:net';

/** The feeds that are being told: how many, and when each must end. */
export class OpenFeeds {
  private open = 0;

  get count(): number {
    return this.open;
  }

  /** @returns aborts when the client has gone or the process stops */
  add(socket: Socket, stopping: AbortSignal): AbortSignal {
    const ended = new AbortController();
    const end = (): void => {
      socket.off('close', end);
      stopping.removeEventListener('abort', end);
      this.open -= 1;
      ended.abort();
    };
    this.open += 1;
    if (socket.destroyed || stopping.aborted) end();
    else {
      socket.once('close', end);
      stopping.addEventListener('abort', end);
    }
    return ended.signal;
  }
}
