import { request as plain } from 'node:http';
import { request as tls } from 'node:https';
import { SendError } from './errors.js';
import { assertPublicLiteral, publicLookup } from './public-address.js';

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
}

/**
 * Posts JSON. Redirects are answers like any other: what is sent never goes to somebody else.
 * @throws SendError  no connection, no answer in time, a private address
 */
export async function postJson({ url, body, headers, privateHosts }: Post): Promise<Answer> {
  if (!privateHosts) assertPublicLiteral(url.hostname);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const sent = (url.protocol === 'https:' ? tls : plain)(
        url,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
          signal: AbortSignal.timeout(TIMEOUT_MS),
          agent: false,
          ...(!privateHosts && { lookup: publicLookup }),
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk.slice(0, MOST_BYTES - text.length);
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  } catch (cause) {
    if (cause instanceof SendError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? (cause as Error).name;
    throw new SendError(`${url.host} did not answer: ${code}`, { cause });
  }
}
