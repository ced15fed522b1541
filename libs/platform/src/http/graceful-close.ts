import type { FastifyInstance } from 'fastify';

const END_OF_REQUESTS_MS = 10_000;

/** Ends a server without breaking an answer that is under way. Make it before the server is ready. */
export class GracefulClose {
  private closed: Promise<void> | undefined;

  constructor(private readonly server: FastifyInstance) {
    server.addHook('onResponse', (_request, _reply, done) => {
      // This answer was promised a connection that stays open; it is idle in a moment, and nobody else would end it.
      if (this.closed) setImmediate(() => this.server.server.closeIdleConnections());
      done();
    });
  }

  /** Once: stops listening, waits for requests under way, and cuts what is left after 10 s. */
  close(app: { close(): Promise<void> }): Promise<void> {
    this.closed ??= this.run(app);
    return this.closed;
  }

  private async run(app: { close(): Promise<void> }): Promise<void> {
    const cut = setTimeout(() => this.server.server.closeAllConnections(), END_OF_REQUESTS_MS);
    await app.close().finally(() => clearTimeout(cut));
  }
}
