import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

const END_OF_REQUESTS_MS = 10_000;

/** Ends a server without breaking an answer that is under way. Make it before the server is ready. */
export class GracefulClose {
  private closed: Promise<void> | undefined;
  private closing = false;
  private readonly connections = new Set<Socket>();

  constructor(private readonly server: FastifyInstance) {
    server.server.on('connection', (socket: Socket) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
    });
    server.addHook('onSend', (_request, reply, payload, done) => {
      if (this.closed) reply.header('connection', 'close');
      done(null, payload);
    });
    server.addHook('onResponse', (_request, _reply, done) => {
      // This answer was promised a connection that stays open; it is idle in a moment, and nobody else would end it.
      if (this.closing) setImmediate(() => this.server.server.closeIdleConnections());
      done();
    });
  }

  /**
   * Once: stops listening, waits for requests under way, and cuts what is left after 10 s.
   * @param handOverMs  before that, still takes requests for so long, and tells each connection with its next answer to
   *   close: a connection that is closed under a client's hands may break the request that it was just sending
   */
  close(app: { close(): Promise<void> }, handOverMs = 0): Promise<void> {
    this.closed ??= this.run(app, handOverMs);
    return this.closed;
  }

  private async run(app: { close(): Promise<void> }, handOverMs: number): Promise<void> {
    if (handOverMs > 0) await this.handOver(handOverMs);
    this.closing = true;
    const cut = setTimeout(() => this.server.server.closeAllConnections(), END_OF_REQUESTS_MS);
    await app.close().finally(() => clearTimeout(cut));
  }

  /** Ends sooner when nobody is connected any more. */
  private async handOver(withinMs: number): Promise<void> {
    const over = new AbortController();
    const late = delay(withinMs, undefined, { signal: over.signal }).catch(() => undefined);
    const gone = this.allGone(over.signal);
    await Promise.race([late, gone]);
    over.abort();
    await Promise.all([late, gone]);
  }

  private async allGone(signal: AbortSignal): Promise<void> {
    for (const socket of this.connections) {
      if (signal.aborted) return;
      // One that breaks is gone as well.
      await once(socket, 'close', { signal }).catch(() => undefined);
    }
  }
}
