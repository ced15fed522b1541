import { request as plain } from 'node:http';
import { request as tls } from 'node:https';
import { assertHostAllowed, guardedLookup, HostNotAllowedError } from '@tributary/platform';
import { SendError } from './errors.js';
import { notAllowed, reachOf } from './not-allowed.js';

const TIMEOUT_MS = 8_000;
const MOST_BYTES = 16 * 1024;

export interface Post {
  readonly url: URL;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly privateHosts: boolean;
}

export interface Answer {
  readonly status: number;
  /** Its beginning. */
  readonly body: string;
  /** `Retry-After`, when it is a number of seconds. */
  readonly retryAfterS: string | undefined;
}

/**
 * Posts JSON. Redirects are answers like any other: what is sent never goes to somebody else.
 * @throws SendError  no connection, no answer in time, a private address
 */
export async function postJson({ url, body, headers, privateHosts }: Post): Promise<Answer> {
  const reach = reachOf(privateHosts);
  try {
    assertHostAllowed(url.hostname, reach);
    return await new Promise<Answer>((resolve, reject) => {
      const sent = (url.protocol === 'https:' ? tls : plain)(
        url,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
          signal: AbortSignal.timeout(TIMEOUT_MS),
          agent: false,
          lookup: guardedLookup(reach),
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk.slice(0, MOST_BYTES - text.length);
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, retryAfterS: /^\d{1,5}$/.exec(response.headers['retry-after'] ?? '')?.[0] }));
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  } catch (cause) {
    if (cause instanceof HostNotAllowedError) throw notAllowed(url.hostname, reach, cause);
    const { code, name, syscall } = cause as NodeJS.ErrnoException;
    const refused = syscall === 'connect' || syscall === 'getaddrinfo';
    throw new SendError(`${url.host} did not answer: ${code ?? name}`, { outcome: refused ? 'refused' : 'unknown', cause });
  }
}

/** An answer that is no success. Whoever fails within may have done it before. */
export function failedAnswer(text: string, status: number, retryAfterS: string | undefined): SendError {
  return new SendError(text, { outcome: status >= 500 ? 'unknown' : 'refused', retryAfterMs: retryAfterS === undefined ? undefined : Number(retryAfterS) * 1_000 });
}
