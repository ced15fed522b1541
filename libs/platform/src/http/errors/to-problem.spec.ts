import { describe, expect, it } from '@jest/globals';
import { HttpException } from '@nestjs/common';
import { ServiceFailure } from '../service-client.js';
import { Problem } from './problem.js';
import { toProblem } from './to-problem.js';

function fastifyError(code: string, statusCode: number, cause?: unknown): Error {
  return Object.assign(new Error(code, { cause }), { name: 'FastifyError', code, statusCode });
}
const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('toProblem', () => {
  it.each([
    ['a problem', new Problem(409, 'lead-taken'), 409, 'lead-taken'],
    ["Nest's 4xx", new HttpException('no', 403), 403, 'forbidden'],
    ["Nest's 5xx", new HttpException('no', 502), 500, 'internal'],
    ["Fastify's 4xx", fastifyError('FST_ERR_CTP_INVALID_MEDIA_TYPE', 415), 415, 'unsupported-media-type'],
    ["the router's", fastifyError('FST_ERR_BAD_URL', 400), 400, 'bad-url'],
    ["the proxy's", fastifyError('FST_REPLY_FROM_INTERNAL_SERVER_ERROR', 500, refused), 503, 'service-unavailable'],
    ['a service that is away', new ServiceFailure('network', 'http://lead', undefined, { cause: refused }), 503, 'service-unavailable'],
    ['a database that is away', refused, 503, 'storage-unavailable'],
    ['an error that only claims a status', Object.assign(new Error('x'), { statusCode: 404 }), 500, 'internal'],
    ['no error at all', 'thrown text', 500, 'internal'],
  ])('makes %s what the client is told', (_, error, status, code) => {
    expect(toProblem(error, 'r-1')).toMatchObject({ status, code });
  });

  it('asks to come back where that helps', () => {
    expect(toProblem(refused, 'r-1').options.headers).toEqual({ 'retry-after': '2' });
  });
});
