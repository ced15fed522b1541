import type { FastifyReply, FastifyRequest } from 'fastify';

/** So long may an answer go on to somebody who was signed out, disabled or given another role. */
const CHECK_EVERY_MS = 10_000;

/**
 * Aborts when who asked would no longer be answered: an answer that lasts (server-sent events) must not outlive the right
 * to it. Behind the door the door looks; a check that fails tells nothing, and the answer goes on.
 */
export function whenRevoked(request: FastifyRequest, reply: FastifyReply, everyMs = CHECK_EVERY_MS): AbortSignal {
  const revoked = new AbortController();
  const check = async (): Promise<void> => {
    if (await request.isStillAllowed().catch(() => true)) return;
    clearInterval(timer);
    revoked.abort();
  };
  const timer = setInterval(() => void check(), everyMs).unref();
  reply.raw.once('close', () => clearInterval(timer));
  return revoked.signal;
}
