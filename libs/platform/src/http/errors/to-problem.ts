import { HttpException } from '@nestjs/common';
import { ZodError } from 'zod';
import { Problem } from './problem.js';
import { ServiceFailure } from '../service-client.js';
import { fieldFaults } from '../validation.js';
import { isStorageUnavailable } from './storage-failure.js';

const RETRY_AFTER_SECONDS = '2';

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'bad-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'request-timeout',
  409: 'conflict',
  413: 'body-too-large',
  414: 'url-too-long',
  415: 'unsupported-media-type',
  422: 'validation-failed',
  429: 'rate-limited',
  431: 'headers-too-large',
};

/** Whatever was thrown, as the problem that the client is told. Only what is our fault is `internal`. */
export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ZodError) return new Problem(422, 'validation-failed', { errors: fieldFaults(error), cause: error });
  const status = clientStatus(error);
  if (status !== undefined) return new Problem(status, codeOf(error, status), { cause: error });
  if (error instanceof ServiceFailure || isGatewayFailure(error)) return passing('service-unavailable', error);
  if (isStorageUnavailable(error)) return passing('storage-unavailable', error);
  return new Problem(500, 'internal', { params: { requestId }, cause: error });
}

function codeOf(error: unknown, status: number): string {
  if (isFastifyError(error) && error.code === 'FST_ERR_BAD_URL') return 'bad-url';
  return CODE_OF_STATUS[status] ?? 'bad-request';
}

function passing(code: string, cause: unknown): Problem {
  return new Problem(503, code, { headers: { 'retry-after': RETRY_AFTER_SECONDS }, cause });
}

/** The 4xx of Nest's and Fastify's own errors; nothing else may choose a status. */
function clientStatus(error: unknown): number | undefined {
  const status = error instanceof HttpException ? error.getStatus() : isFastifyError(error) ? error.statusCode : undefined;
  return status !== undefined && status >= 400 && status < 500 ? status : undefined;
}

/** The door's proxy found the service away. */
function isGatewayFailure(error: unknown): boolean {
  return isFastifyError(error) && error.code?.startsWith('FST_REPLY_FROM_') === true;
}

function isFastifyError(error: unknown): error is Error & { statusCode?: number; code?: string } {
  return error instanceof Error && error.name === 'FastifyError';
}
