import type { FastifyRequest } from 'fastify';
import { Problem } from './errors/problem.js';

/**
 * Reads a request's body, whole, unless it is larger than allowed: then it stops at the limit (at once when
 * Content-Length says so). What the client still sends is thrown away by the server, see `drainUnreadBodies`.
 * @throws Problem 413 `body-too-large` with the limit; 400 `request-aborted` when the client went away
 */
export function readRawBody(request: FastifyRequest, maxBytes: number): Promise<Buffer> {
  const source = request.raw;
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes) return Promise.reject(tooLarge(maxBytes));
  // Neither would ever say another word.
  if (source.destroyed || source.readableEnded) return Promise.reject(new Problem(400, 'request-aborted'));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const settle = () => {
      source.off('data', onData).off('end', onEnd).off('error', onLost).off('close', onLost);
    };
    const onData = (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) {
        settle();
        source.pause();
        reject(tooLarge(maxBytes));
      } else chunks.push(chunk);
    };
    const onEnd = () => {
      settle();
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, sizeBytes));
    };
    const onLost = (cause?: unknown) => {
      settle();
      reject(new Problem(400, 'request-aborted', { cause }));
    };
    source.on('data', onData).on('end', onEnd).on('error', onLost).on('close', onLost);
  });
}

function tooLarge(limit: number): Problem {
  return new Problem(413, 'body-too-large', { params: { limit } });
}
