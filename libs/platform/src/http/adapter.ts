import { randomBytes } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Runtime } from '../runtime/runtime.js';
import { trustedProxyCheck } from './client-address.js';
import { answerClientError } from './client-errors.js';
import { sendProblem } from './errors/send-problem.js';
import { securityHeaders } from './security-headers.js';

/** Time for the head of a request, for a whole one, and of silence on a connection: slow senders can't hold the hub. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 120_000;
const SILENCE_TIMEOUT_MS = 130_000;
const KEEP_ALIVE_TIMEOUT_MS = 72_000;
const MAX_PARAM_LENGTH = 500;

/** Fastify with our limits; errors and unknown routes are answered by us, not by Nest. */
export class HttpAdapter extends FastifyAdapter {
  constructor({ config, log }: Runtime) {
    const process = randomBytes(4).toString('hex');
    const headers = securityHeaders(config.publicUrl);
    let requests = 0;
    super({
      logger: false,
      genReqId: () => `${process}-${(++requests).toString(36)}`,
      requestIdHeader: false,
      trustProxy: trustedProxyCheck(config.trustedProxies),
      connectionTimeout: SILENCE_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 5_000 },
      routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
      // Requests on open connections are still served while the process stops; the listener is closed.
      return503OnClosing: false,
      clientErrorHandler: answerClientError,
      // No hook ran yet for an address that the router itself refuses.
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => sendProblem(log, error, request, reply.headers(headers)),
      // Nothing here uses Nest middleware, and middie would run before every request.
      skipMiddie: true,
    });
    this.getInstance().setErrorHandler((error, request, reply) => sendProblem(log, error, request, reply));
  }

  /** Nest would answer in its own shape. */
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }

  /** Nest would answer in its own shape. */
  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance();
  }
}
