import type { Readable } from 'node:stream';
import httpProxy from '@fastify/http-proxy';
import { Problem, parseJson, readRawBody, whenRevoked, type Runtime } from '@tributary/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Dispatcher } from 'undici';
import { fieldNames } from '../audit/audit-hooks.js';
import { noteAudit } from '../audit/audit-note.js';
import { endingWith, heldSafely } from './answer-stream.js';
import { neverArrived } from './failures.js';
import { forwardedHeaders, isBodiless } from './forwarded-headers.js';
import { KnownBody } from './known-body.js';
import { PASSED_ON, type PassedOn, type Service } from './passed-on.js';
import { requireSafePath } from './safe-path.js';
import { type Answer, ServicePool } from './service-pool.js';

const CONNECT_TIMEOUT_MS = 3_000;
const MAX_JSON_BYTES = 1024 * 1024;
/** A streamed body up to this is read first, so that it can be sent to another process when the first is away. */
const MAX_RESENT_BYTES = 256 * 1024;
const RETRY_AFTER_SECONDS = '2';

/** Passes the paths of services that run elsewhere on to them. */
export async function openDoor(server: FastifyInstance, runtime: Runtime, localServices: readonly string[]): Promise<void> {
  for (const passedOn of PASSED_ON.filter(({ service }) => !localServices.includes(service))) {
    const urls = urlsOf(runtime, passedOn.service);
    const [upstream] = urls;
    if (upstream === undefined) refuseAll(server, passedOn);
    else await server.register(httpProxy, proxyOptions(passedOn, upstream, poolOf(server, urls, passedOn), runtime));
  }
}

/** Where the processes of a service are; none when the settings don't say. */
export function urlsOf({ config }: Runtime, service: Service): readonly string[] {
  return { form: config.formUrls, lead: config.leadUrls, notifier: config.notifierUrls }[service];
}

function poolOf(server: FastifyInstance, urls: readonly string[], { answerTimeoutMs, silenceTimeoutMs, connections }: PassedOn): ServicePool {
  const times = { connect: { timeout: CONNECT_TIMEOUT_MS }, headersTimeout: answerTimeoutMs, bodyTimeout: silenceTimeoutMs };
  const pool = new ServicePool(urls, { ...times, connections });
  server.addHook('onClose', () => pool.close());
  return pool;
}

function proxyOptions(passedOn: PassedOn, upstream: string, pool: ServicePool, runtime: Runtime): Parameters<typeof httpProxy>[1] {
  const { service, paths, methods, access, body, endless } = passedOn;
  return {
    // For the path alone: the pool chooses the process.
    upstream,
    routes: [...paths],
    httpMethods: [...methods] as never,
    config: { access, body: { as: 'stream', maxBytes: MAX_JSON_BYTES } },
    disableRequestLogging: true,
    internalRewriteLocationHeader: false,
    undici: requesterOf(pool, passedOn) as never,
    preValidation: (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) => {
      prepare(request, body).then(() => done(), done);
    },
    replyOptions: {
      // A GET answered 503 would be asked again up to ten times: whether to repeat is the client's business.
      retryDelay: () => null,
      rewriteRequestHeaders: (request, headers) => forwardedHeaders(request as FastifyRequest, headers, runtime.internalToken),
      onError: (reply, { error }) => void reply.send(problemOf(service, error)),
      onResponse: (request, reply, response) => {
        const { stream } = response as unknown as { stream: Readable };
        // This process waits for every answer when it stops; one without an end must end then, and with the right to it.
        void reply.send(endless ? endingWith([runtime.stopping, whenRevoked(request as FastifyRequest, reply as FastifyReply)], stream) : stream);
      },
    },
  };
}

/** What the proxy asks of an undici dispatcher. */
function requesterOf(pool: ServicePool, { harmlessTwice }: PassedOn) {
  return {
    request(options: Dispatcher.RequestOptions, done: (error: unknown, answer?: Answer) => void): void {
      const answered = pool.request(options, harmlessTwice || isBodiless(options.method));
      void answered.then(
        (answer) => {
          heldSafely(answer.body);
          done(null, answer);
        },
        (error: unknown) => done(error),
      );
    },
  };
}

/** Checks the path and puts the body where the proxy takes it from. */
async function prepare(request: FastifyRequest, body: PassedOn['body']): Promise<void> {
  requireSafePath(request.raw.url ?? '/');
  if (isBodiless(request.method)) return;
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) return;
  if (body === 'streamed') {
    request.body = isSmall(request) ? new KnownBody(await readRawBody(request, MAX_RESENT_BYTES)) : request.raw;
    return;
  }
  const bytes = await readRawBody(request, MAX_JSON_BYTES);
  noteAudit(request, { fields: fieldsOf(bytes) });
  if (bytes.length > 0) request.body = new KnownBody(bytes);
}

function isSmall({ headers }: FastifyRequest): boolean {
  return headers['content-length'] !== undefined && Number(headers['content-length']) <= MAX_RESENT_BYTES;
}

/** What is no JSON has no fields; the service will say what is wrong with it. */
function fieldsOf(bytes: Buffer): string[] {
  try {
    return fieldNames(parseJson(bytes));
  } catch {
    return [];
  }
}

function problemOf(service: Service, error: Error): Problem {
  return new Problem(503, neverArrived(error) ? 'part-away' : 'part-silent', {
    params: { service },
    headers: { 'retry-after': RETRY_AFTER_SECONDS },
    cause: error,
  });
}

/** A door that doesn't know where its service is says so at each request rather than at none. */
function refuseAll(server: FastifyInstance, { service, paths, methods, access }: PassedOn): void {
  for (const url of paths) {
    server.route({
      url,
      method: methods.filter((method) => method !== 'HEAD' || !methods.includes('GET')),
      config: { access, body: { as: 'stream', maxBytes: MAX_JSON_BYTES } },
      handler: () => {
        throw new Problem(503, 'part-away', { params: { service }, headers: { 'retry-after': RETRY_AFTER_SECONDS } });
      },
    });
  }
}
