import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

const DRAIN_BYTES = 64 * 1024 * 1024;
const DRAIN_MS = 10_000;

export function drainUnreadBodies(server: FastifyInstance): void {
  server.addHook('onResponse', (request, _reply, done) => {
    drain(request.raw);
    done();
  });
}

/**
 * After an answer that came before the end of the body: takes in and forgets the rest for a while. To close at once
 * would reset the connection, and many clients would then never see the answer that says why.
 */
function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let drainedBytes = 0;
  const close = () => request.destroy();
  const timer = setTimeout(close, DRAIN_MS);
  timer.unref();
  request
    .on('data', (chunk: Buffer) => {
      drainedBytes += chunk.length;
      if (drainedBytes > DRAIN_BYTES) close();
    })
    .on('error', () => undefined)
    .on('close', () => clearTimeout(timer))
    .resume();
}
