import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Problem } from './errors/problem.js';

/** What Node's HTTP parser refused before there was a request. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  // Nobody is there any more, or an answer is already under way on this connection.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy(error);
    return;
  }
  const body = problemOf(error.code).body('en');
  const json = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status] ?? ''}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(json)}\r\nconnection: close\r\n\r\n${json}`,
  );
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem(431, 'headers-too-large');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem(408, 'request-timeout');
  return new Problem(400, 'bad-request');
}
