import type { FastifyInstance } from 'fastify';
import { Problem } from './errors/problem.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** 404; or 405 with Allow when the address exists under other methods, and OPTIONS answered by what there is. */
export function answerUnknownRoutes(server: FastifyInstance): void {
  server.setNotFoundHandler((request, reply) => {
    const path = request.raw.url?.split('?')[0] ?? '/';
    const methods = METHODS.filter((method) => server.findRoute({ method, url: path }) !== null);
    if (methods.length === 0) throw new Problem(404, 'not-found');
    const allowed = [...methods, 'OPTIONS'].join(', ');
    if (request.method === 'OPTIONS') return reply.code(204).header('allow', allowed).send();
    throw new Problem(405, 'method-not-allowed', { params: { allowed }, headers: { allow: allowed } });
  });
}
