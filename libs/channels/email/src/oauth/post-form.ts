import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { guardedLookup } from '../imap/host-guard.js';

const MAX_ANSWER_BYTES = 256 * 1024;

export interface FormAnswer {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly body: string;
}

/**
 * Posts a form and reads the answer, at most 256 KiB. Follows no redirect, so that what is posted goes to this address only.
 * @throws Node's error of the connection; a TimeoutError after `timeoutMs`
 */
export function postForm(url: URL, form: URLSearchParams, timeoutMs: number, signal: AbortSignal): Promise<FormAnswer> {
  const body = form.toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), accept: 'application/json' };
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, lookup: guardedLookup, agent: false, signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) } as const;
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) request.destroy(new Error('the answer is too long'));
        else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        const seconds = Number(response.headers['retry-after']);
        const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
        resolve({ status: response.statusCode ?? 0, retryAfterMs, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
