import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './errors/problem.js';
import { parseJson } from './json.js';
import { readRawBody } from './raw-body.js';
import { routeOption } from './route-option.js';

/** How a route wants its body. */
export interface BodyPlan {
  /** What `request.body` is. `json`: parsed; `raw`: the bytes; `stream`: unread, for `readRawBody` or a multipart parser. */
  readonly as: 'json' | 'raw' | 'stream';
  readonly maxBytes: number;
}

const MEBIBYTE = 1024 * 1024;
const API_PLAN: BodyPlan = { as: 'json', maxBytes: MEBIBYTE };
const OTHER_PLAN: BodyPlan = { as: 'raw', maxBytes: MEBIBYTE };
const NO_BYTES = Buffer.alloc(0);
const JSON_TYPE = /^application\/(?:[\w.!#$&^+-]+\+)?json\s*(?:;|$)/i;
const FOREIGN_CHARSET = /;\s*charset\s*=\s*"?(?!utf-?8"?\s*(?:;|$))/i;
const MULTIPART_TYPE = /^multipart\//i;

/**
 * Says how a route takes its body. Without it: JSON up to 1 MiB under `/api/`, else bytes up to 1 MiB, except multipart,
 * which stays an unread stream.
 */
export function RequestBody(plan: BodyPlan): MethodDecorator {
  return routeOption('body', plan);
}

export function bodyPlanOf(url: string, declared: BodyPlan | undefined): BodyPlan {
  return declared ?? (url.startsWith('/api/') ? API_PLAN : OTHER_PLAN);
}

/** Bodies are read after the caller is known (`onRequest`), never before. */
export function readBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  // Leaves the stream alone: an error here would make Fastify close the connection under a client that still sends.
  // A pattern for everything rather than `*`, so that a plugin may still bring a `*` of its own.
  server.addContentTypeParser(/^/, (_request, payload, done) => done(null, payload));
  server.addHook('onRoute', (route) => {
    const plan = bodyPlanOf(route.url, route.config?.body);
    if (plan.as === 'stream') return;
    const read = plan.as === 'json' ? readJson : readBytes;
    route.preValidation = [
      (request: FastifyRequest, _reply: unknown, done: (error?: Error) => void) => {
        if (!hasBody(request)) {
          request.body = plan.as === 'raw' ? NO_BYTES : undefined;
          done();
        } else read(request, plan.maxBytes).then((body) => ((request.body = body), done()), done);
      },
      ...[route.preValidation ?? []].flat(),
    ];
  });
}

/** RFC 9112 §6.3: a body is announced by one of these two. That of a GET means nothing (RFC 9110 §9.3.1). */
function hasBody({ headers, method }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');
}

async function readJson(request: FastifyRequest, maxBytes: number): Promise<unknown> {
  const mediaType = request.headers['content-type'] ?? '';
  if (!JSON_TYPE.test(mediaType) || FOREIGN_CHARSET.test(mediaType)) throw new Problem(415, 'unsupported-media-type');
  const bytes = await readRawBody(request, maxBytes);
  return bytes.length === 0 ? undefined : parseJson(bytes);
}

async function readBytes(request: FastifyRequest, maxBytes: number): Promise<Buffer | IncomingMessage> {
  return MULTIPART_TYPE.test(request.headers['content-type'] ?? '') ? request.raw : readRawBody(request, maxBytes);
}
