import { connect } from 'node:net';

/**
 * @typedef {{ status: number, head: string, body: string }} RawAnswer  status 0: the connection ended without an answer
 */

/**
 * Sends bytes as they are to an HTTP server, right or wrong, and reads one answer. Stops sending when an answer came.
 * @param {number} port
 * @param {Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>} chunks
 * @param {number} [timeoutMs]
 * @returns {Promise<RawAnswer>}
 */
export async function sendRaw(port, chunks, timeoutMs = 20_000) {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  let open = true;
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.once('close', () => (open = false));
  socket.setTimeout(timeoutMs, () => socket.destroy());
  const answered = new Promise((resolve) => {
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (isWhole(received)) resolve(undefined);
    });
  });
  const over = Promise.race([answered, ended]);
  for await (const chunk of chunks) {
    if (!open || received) break;
    if (!socket.write(chunk)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), over]);
  }
  await over;
  socket.destroy();
  return answerOf(received);
}

/** @param {string} text */
function isWhole(text) {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd))?.[1];
  return length !== undefined && text.length >= headEnd + 4 + Number(length);
}

/** @param {string} text @returns {RawAnswer} */
function answerOf(text) {
  const headEnd = text.indexOf('\r\n\r\n');
  const head = headEnd < 0 ? text : text.slice(0, headEnd);
  const body = headEnd < 0 ? '' : Buffer.from(text.slice(headEnd + 4), 'latin1').toString('utf8');
  return { status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0), head, body };
}

/**
 * One request as bytes.
 * @param {string} method @param {string} path @param {Record<string, string>} headers @param {string | Uint8Array} [body]
 * @returns {Uint8Array[]}
 */
export function requestBytes(method, path, headers, body) {
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(/** @type {string} */ (body));
  const all = { host: 'test', 'content-length': String(bytes.length), ...headers };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return [Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n`, 'latin1'), bytes];
}

/**
 * A body in chunked encoding whose length nobody declared.
 * @param {string} method @param {string} path @param {Record<string, string>} headers
 * @param {Uint8Array} chunk @param {number} times
 */
export function* chunkedRequest(method, path, headers, chunk, times) {
  const head = Object.entries({ host: 'test', 'transfer-encoding': 'chunked', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  yield Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n`, 'latin1');
  const framed = Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]);
  for (let n = 0; n < times; n += 1) yield framed;
  yield Buffer.from('0\r\n\r\n');
}
