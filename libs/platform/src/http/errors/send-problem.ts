import type { FastifyReply, FastifyRequest } from 'fastify';
import { pickLocale } from '../../texts/locale.js';
import type { Log } from '../../runtime/log.js';
import { toProblem } from './to-problem.js';

/** Answers with a problem; what is our own fault is logged in full, with the request's id. */
export function sendProblem(log: Log, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toProblem(error, request.id);
  logProblem(log, error, problem.status, request);
  if (reply.sent || reply.raw.headersSent) {
    // Too late to say it properly: a broken answer must not look like a whole one.
    reply.raw.destroy();
    return;
  }
  const body = JSON.stringify(problem.body(pickLocale(request.headers['accept-language'])));
  // What a handler set for its success (a file's length, say) says nothing about this body.
  for (const name of ['content-length', 'content-encoding', 'content-disposition', 'transfer-encoding']) reply.removeHeader(name);
  void reply
    .code(problem.status)
    .headers(problem.options.headers ?? {})
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    // Bytes, so that no serializer touches them.
    .send(Buffer.from(body));
}

function logProblem(log: Log, err: unknown, status: number, request: FastifyRequest): void {
  const facts = { requestId: request.id, method: request.method, route: request.routeOptions?.url ?? null, status };
  const reason = err instanceof Error ? err.message : undefined;
  if (status === 500) log.error({ ...facts, err }, 'request failed');
  // In an outage there is one for each request: a line is enough, the part that is away logs the rest.
  else if (status > 500) log.warn({ ...facts, reason }, 'request refused for now');
  else log.debug({ ...facts, reason }, 'request refused');
}
