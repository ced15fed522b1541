import { lang, t } from '../texts/text';

/** How long one answer may take before we say that the server doesn't answer. */
const TIMEOUT_MS = 30_000;
/** Slower than this nobody sends files: so much longer they may take. */
const SLOWEST_BYTES_PER_MS = 30;

export interface FieldError {
  readonly field: string;
  readonly code?: string;
  readonly detail: string;
}

interface ProblemBody {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
}

/** What the server refused or could not do, in words for the person at the screen. */
export class Problem extends Error {
  readonly code: string;
  readonly errors: readonly FieldError[];

  /** @param status  0: no answer */
  constructor(
    readonly status: number,
    { code = '', title, detail, errors = [] }: ProblemBody,
    options?: ErrorOptions,
  ) {
    super(detail ?? title ?? t('error.unknown'), options);
    this.code = code;
    this.errors = errors;
  }
}

type Query = Readonly<Record<string, string | number | null | undefined>>;

let onSignedOut = (): void => undefined;

/** Called when the session has ended. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

/** @throws Problem */
export function get<T>(path: string, query: Query = {}): Promise<T> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  return send<T>('GET', params.size > 0 ? `${path}?${params}` : path);
}

/** @throws Problem */
export const post = <T>(path: string, body: object = {}): Promise<T> => send<T>('POST', path, body);
/** @param key  the same again has one effect @throws Problem */
export const postOnce = <T>(path: string, key: string, body: object): Promise<T> => send<T>('POST', path, body, { 'idempotency-key': key });
/** @throws Problem */
export const patch = <T>(path: string, body: object): Promise<T> => send<T>('PATCH', path, body);
/** @throws Problem */
export const put = <T>(path: string, body: object): Promise<T> => send<T>('PUT', path, body);
/** @throws Problem */
export const remove = <T = void>(path: string, body?: object): Promise<T> => send<T>('DELETE', path, body);

async function send<T>(method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<T> {
  const answer = await request(method, path, body && JSON.stringify(body), headers);
  if (answer.status === 204) return undefined as T;
  const json: unknown = await answer.json().catch(() => ({}));
  if (answer.ok) return json as T;
  if (answer.status === 401 && path !== '/api/v1/session') onSignedOut();
  throw new Problem(answer.status, json as ProblemBody);
}

async function request(method: string, path: string, body: string | undefined, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      headers: { accept: 'application/json', 'accept-language': lang, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(TIMEOUT_MS + (body?.length ?? 0) / SLOWEST_BYTES_PER_MS),
      cache: 'no-store',
    });
  } catch (cause) {
    throw new Problem(0, { code: 'no-answer', detail: t('error.noAnswer') }, { cause });
  }
}
