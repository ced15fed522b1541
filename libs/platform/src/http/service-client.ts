import type { ZodType } from 'zod';
import type { Runtime } from '../runtime/runtime.js';
import { ACTOR_HEADER, encodeActor, type Actor } from './actor.js';
import { internalAuthorization } from './internal-token.js';

const DEFAULT_TIMEOUT_MS = 5_000;

/** Another service of this hub did not give what was asked. `status` is undefined when it did not answer at all. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  constructor(
    readonly kind: 'network' | 'timeout' | 'status' | 'answer',
    readonly url: string,
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(`${url}: ${kind}${status === undefined ? '' : ` ${status}`}`, options);
  }
}

export interface ServiceRequest<T> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** JSON. */
  readonly body?: unknown;
  /** On whose behalf; without it the call is the hub's own. */
  readonly actor?: Actor;
  readonly timeoutMs?: number;
  /** What the answer must be. */
  readonly answer: ZodType<T>;
}

export interface ServiceClient {
  /** @throws ServiceFailure */
  call<T>(path: string, request: ServiceRequest<T>): Promise<T>;
}

/**
 * Calls another service's internal routes, or its API for an actor.
 * @param baseUrls  its processes: what one that is away was to be asked, the next one is asked
 */
export function serviceClient(runtime: Runtime, ...baseUrls: readonly string[]): ServiceClient {
  return {
    async call(path, request) {
      const { url, response } = await sendToAny(baseUrls.map((baseUrl) => baseUrl + path), runtime.internalToken, request);
      if (!response.ok) {
        await response.body?.cancel();
        throw new ServiceFailure('status', url, response.status);
      }
      return response.json().then(
        (json) => {
          const parsed = request.answer.safeParse(json);
          if (!parsed.success) throw new ServiceFailure('answer', url, response.status, { cause: parsed.error });
          return parsed.data;
        },
        (cause: unknown) => {
          throw new ServiceFailure('answer', url, response.status, { cause });
        },
      );
    },
  };
}

async function sendToAny(urls: readonly string[], token: string, request: ServiceRequest<unknown>): Promise<{ url: string; response: Response }> {
  const [url = '', ...others] = urls;
  try {
    return { url, response: await send(url, token, request) };
  } catch (error) {
    const harmlessTwice = (request.method ?? 'GET') === 'GET';
    if (others.length === 0 || !harmlessTwice || !(error instanceof ServiceFailure && error.kind === 'network')) throw error;
    return sendToAny(others, token, request);
  }
}

async function send(url: string, token: string, { method = 'GET', body, actor, timeoutMs = DEFAULT_TIMEOUT_MS }: ServiceRequest<unknown>): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        authorization: internalAuthorization(token),
        ...(actor && { [ACTOR_HEADER]: encodeActor(actor) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError';
    throw new ServiceFailure(timedOut ? 'timeout' : 'network', url, undefined, { cause });
  }
}
