import { Readable } from 'node:stream';
import httpProxy from '@fastify/http-proxy';
import { Problem, parseJson, readRawBody, whenRevoked, type Runtime } from '@tributary/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fieldNames } from '../audit/audit-hooks.js';
import { noteAudit } from '../audit/audit-note.js';
import { forwardedHeaders, isBodiless } from './forwarded-headers.js';
import { PASSED_ON, type PassedOn, type Service } from './passed-on.js';
import { requireSafePath } from './safe-path.js';

const CONNECT_TIMEOUT_MS = 3_000;
const MAX_JSON_BYTES = 1024 * 1024;
const RETRY_AFTER_SECONDS = '2';

/** Passes the paths of services that run elsewhere on to them. */
export async function openDoor(server: FastifyInstance, runtime: Runtime, localServices: readonly string[]): Promise<void> {
  for (const passedOn of PASSED_ON.filter(({ service }) => !localServices.includes(service))) {
    const upstream = urlOf(runtime, passedOn.service);
    if (upstream === undefined) refuseAll(server, passedOn);
    else await server.register(httpProxy, proxyOptions(passedOn, upstream, runtime));
  }
}

/** Where a service of another process is; undefined when the settings don't say. */
export function urlOf({ config }: Runtime, service: Service): string | undefined {
  return { form: config.formUrl, lead: config.leadUrl, notifier: config.notifierUrl }[service];
}

function proxyOptions(passedOn: PassedOn, upstream: string, runtime: Runtime): Parameters<typeof httpProxy>[1] {
  const { service, paths, methods, access, body } = passedOn;
  return {
    upstream,
    routes: [...paths],
    httpMethods: [...methods] as never,
    config: { access, body: { as: 'stream', maxBytes: MAX_JSON_BYTES } },
    disableRequestLogging: true,
    internalRewriteLocationHeader: false,
    undici: { connect: { timeout: CONNECT_TIMEOUT_MS }, headersTimeout: passedOn.answerTimeoutMs, bodyTimeout: passedOn.silenceTimeoutMs },
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
        void reply.send(endingWith([runtime.stopping, whenRevoked(request as FastifyRequest, reply as FastifyReply)], stream));
      },
    },
  };
}

/** Checks the path and puts the body where the proxy takes it from. */
async function prepare(request: FastifyRequest, body: PassedOn['body']): Promise<void> {
  requireSafePath(request.raw.url ?? '/');
  if (isBodiless(request.method)) return;
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) return;
  if (body === 'streamed') {
    request.body = request.raw;
    return;
  }
  const bytes = await readRawBody(request, MAX_JSON_BYTES);
  noteAudit(request, { fields: fieldsOf(bytes) });
  if (bytes.length > 0) request.body = Readable.from([bytes]);
}

/** What is no JSON has no fields; the service will say what is wrong with it. */
function fieldsOf(bytes: Buffer): string[] {
  try {
    return fieldNames(parseJson(bytes));
  } catch {
    return [];
  }
}

/** Endless answers (the feed) end when this process stops, so that it needn't wait for them, and with the right to them. */
function endingWith(ends: readonly AbortSignal[], stream: Readable): Readable {
  const end = () => stream.destroy();
  for (const signal of ends) signal.addEventListener('abort', end, { once: true });
  stream.once('close', () => ends.forEach((signal) => signal.removeEventListener('abort', end)));
  return stream;
}

/** Errors after which it is certain that the service never got the request. */
const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function problemOf(service: Service, error: Error): Problem {
  const arrived = !errorCodes(error).some((code) => NEVER_ARRIVED.has(code));
  return new Problem(503, arrived ? 'part-silent' : 'part-away', {
    params: { service },
    headers: { 'retry-after': RETRY_AFTER_SECONDS },
    cause: error,
  });
}

/** Codes of an error, of those that it gathers (one for each address of a host) and of what caused it. */
function errorCodes(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { code, errors, cause } = error as { code?: unknown; errors?: unknown; cause?: unknown };
  const gathered = Array.isArray(errors) ? errors.flatMap(errorCodes) : [];
  return [...(typeof code === 'string' ? [code] : []), ...gathered, ...errorCodes(cause)];
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
