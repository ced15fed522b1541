import { ConnectorError, HostNotAllowedError, type Localized } from '@tributary/channel';
import type { OAuthSettings } from '../settings.js';
import { type FormAnswer, postForm } from './post-form.js';

const TIMEOUT_MS = 20_000;
const DEFAULT_LIFETIME_SECONDS = 3600;

export interface Tokens {
  readonly accessToken: string;
  readonly lifetimeMs: number;
  /** Set when the provider issued a new one: the one that was used may be void by now. */
  readonly refreshToken?: string;
}

export interface RefreshRequest {
  readonly tokenUrl: string;
  readonly scope: string | undefined;
  readonly client: Pick<OAuthSettings, 'clientId' | 'clientSecret'>;
  readonly refreshToken: string;
}

/**
 * Gets an access token for a refresh token (RFC 6749 §6).
 * @throws ConnectorError  `credentials` only when the provider refuses the grant or the client by name
 */
export async function refresh({ tokenUrl, scope, client, refreshToken }: RefreshRequest, signal: AbortSignal): Promise<Tokens> {
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: client.clientId });
  if (client.clientSecret) form.set('client_secret', client.clientSecret);
  if (scope) form.set('scope', scope);
  const answer = await post(new URL(tokenUrl), form, signal);
  const fields = jsonObject(answer.body);
  const { access_token: accessToken, expires_in: lifetime, refresh_token: rotated } = fields;
  if (answer.status !== 200 || typeof accessToken !== 'string' || accessToken === '') throw refusal(answer, fields);
  const seconds = Number(lifetime);
  return {
    accessToken,
    lifetimeMs: (Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_LIFETIME_SECONDS) * 1000,
    ...(typeof rotated === 'string' && rotated !== '' && rotated !== refreshToken ? { refreshToken: rotated } : {}),
  };
}

async function post(url: URL, form: URLSearchParams, signal: AbortSignal): Promise<FormAnswer> {
  try {
    return await postForm(url, form, TIMEOUT_MS, signal);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof HostNotAllowedError) throw failure('credentials', 'token-host-not-allowed', 'oauth.tokenUrl', cause);
    throw failure('network', 'token-server-unreachable', undefined, cause);
  }
}

const REFUSED_GRANT = ['invalid_grant', 'interaction_required', 'consent_required', 'login_required', 'access_denied'];
const REFUSED_CLIENT = ['invalid_client', 'unauthorized_client', 'invalid_request', 'invalid_scope', 'unsupported_grant_type'];

/** RFC 6749 §5.2. An answer that names no error we know is the provider's trouble, not the user's. */
function refusal({ status, retryAfterMs }: FormAnswer, { error }: Record<string, unknown>): ConnectorError {
  const cause = new Error(`token endpoint: HTTP ${status}${typeof error === 'string' ? ` ${error.slice(0, 100)}` : ''}`);
  if (status === 429) return failure('quota', 'token-server-busy', undefined, cause, retryAfterMs);
  if (status < 500 && REFUSED_GRANT.includes(String(error))) return failure('credentials', 'grant-refused', 'oauth.refreshToken', cause);
  if (status < 500 && REFUSED_CLIENT.includes(String(error))) return failure('credentials', 'client-refused', 'oauth.clientId', cause);
  return failure('provider', 'token-server-failed', undefined, cause, retryAfterMs);
}

const TEXTS = {
  'token-host-not-allowed': { ru: 'По этому адресу токены получать нельзя: это служебный адрес сети.', en: 'Tokens can not be fetched from this address: it is a service address of the network.' },
  'token-server-unreachable': { ru: 'Сервер, выдающий токены, не отвечает. Попробуем ещё раз.', en: 'The server that issues tokens does not answer. It will be tried again.' },
  'token-server-busy': { ru: 'Сервер, выдающий токены, просит подождать.', en: 'The server that issues tokens asks to wait.' },
  'token-server-failed': { ru: 'Сервер, выдающий токены, ответил ошибкой. Попробуем ещё раз.', en: 'The server that issues tokens answered with an error. It will be tried again.' },
  'grant-refused': { ru: 'Доступ к ящику отозван или истёк: подключите ящик заново.', en: 'Access to the mailbox was withdrawn or has expired: connect the mailbox anew.' },
  'client-refused': { ru: 'Провайдер не принял приложение: проверьте идентификатор, секрет и область доступа.', en: 'The provider refused the application: check client id, secret and scope.' },
} as const satisfies Record<string, Localized>;

function failure(failureClass: ConnectorError['failureClass'], code: keyof typeof TEXTS, field: string | undefined, cause: unknown, retryAfterMs?: number): ConnectorError {
  return new ConnectorError(failureClass, { code, detail: TEXTS[code], field, retryAfterMs, cause });
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
