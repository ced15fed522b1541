import { readAll, send } from '@tributary/channel';

const MAX_ANSWER_BYTES = 256 * 1024;

export interface FormAnswer {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly body: string;
}

/**
 * Posts a form and reads the answer, at most 256 KiB. Follows no redirect, so that what is posted goes to this address only.
 * @throws Node's error of the connection; HostNotAllowedError; a TimeoutError after `timeoutMs`
 */
export async function postForm(url: URL, form: URLSearchParams, timeoutMs: number, signal: AbortSignal): Promise<FormAnswer> {
  const body = { mediaType: 'application/x-www-form-urlencoded', bytes: form.toString() };
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const answer = await send({ url, reach: 'network', body, once: true, timeoutMs, signal: limited });
  const seconds = Number(answer.headers['retry-after']);
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
  return { status: answer.statusCode ?? 0, retryAfterMs, body: (await readAll(answer, MAX_ANSWER_BYTES)).toString() };
}
