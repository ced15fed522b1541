import { ConnectorError, type FailureClass } from '@tributary/channel';
import type { Access } from '../settings/access.js';
import { type FailureCode, failureText } from './failure-texts.js';

const MINUTE_MS = 60_000;

/** What is known besides the error itself. */
export interface FailureContext {
  readonly access: Access;
  /** Signed in with a token. */
  readonly oauth: boolean;
  readonly folder?: string;
  /** Through which the connection goes. */
  readonly proxy?: string;
}

interface Verdict {
  readonly failureClass: FailureClass;
  readonly code: FailureCode;
  readonly field?: string;
  readonly retryAfterMs?: number;
}

/** What imapflow's errors carry, and Node's. */
interface ImapError extends Error {
  readonly code?: string;
  readonly responseStatus?: string;
  readonly responseText?: string;
  readonly response?: unknown;
  readonly reason?: string;
  readonly serverResponseCode?: string;
  readonly authenticationFailed?: boolean;
  readonly mailboxMissing?: boolean;
  readonly throttleReset?: number;
  readonly tlsFailed?: boolean;
}

/**
 * What servers say in words or in a response code (RFC 5530), the first match counts: passing troubles stand before refused
 * sign-ins, because several providers answer AUTHENTICATIONFAILED to both and an outage must never ask for a password.
 */
const SPOKEN: readonly (readonly [RegExp, Verdict])[] = [
  [/too many (simultaneous |concurrent |open )?(imap )?(connections|sessions)|maximum number of connections|connection limit|max_?userip|concurrent connections/i,
    { failureClass: 'quota', code: 'too-many-connections', retryAfterMs: MINUTE_MS }],
  [/bandwidth|download limit|volume limit/i, { failureClass: 'quota', code: 'volume-limit', retryAfterMs: 30 * MINUTE_MS }],
  [/\bOVERQUOTA\b/, { failureClass: 'quota', code: 'over-quota', retryAfterMs: 10 * MINUTE_MS }],
  [/too many (failed |wrong |invalid )?(login|log-in|authentication|auth|sign-in|password|attempts|requests|commands)|rate.?limit|throttl|\bLIMIT\b|try again later|slow down|temporarily blocked/i,
    { failureClass: 'quota', code: 'too-many-attempts', retryAfterMs: 5 * MINUTE_MS }],
  [/\b(UNAVAILABLE|INUSE|SERVERBUG)\b|temporar|internal (server )?error|system error|backend|server (is )?(unavailable|busy|down|error)|service (is )?(not available|unavailable)|timed? ?out|lock(ed)? by|mailbox is locked/i,
    { failureClass: 'provider', code: 'temporarily-unavailable' }],
  [/(application|app)[- ]?specific password|app(lication)? password|password for (an )?external app|parol.? prilozheni|пароль приложения|пароль для внешн/i,
    { failureClass: 'credentials', code: 'app-password-needed', field: 'password' }],
  [/not enabled for imap|imap[^.]{0,40}\b(is )?(disabled|not enabled|switched off|turned off|not allowed|blocked|not permitted)|does not have access rights to this service|enable imap|authenticated but not connected/i,
    { failureClass: 'credentials', code: 'imap-switched-off', field: 'user' }],
  [/web ?login|log in (via|with|using) (your )?(web )?browser|WEBALERT|browser and then try again/i, { failureClass: 'credentials', code: 'web-login-needed', field: 'password' }],
  [/\bEXPIRED\b|password (has )?expired|must change (your )?password/i, { failureClass: 'credentials', code: 'password-expired', field: 'password' }],
  [/\bPRIVACYREQUIRED\b|plaintext authentication disallowed|login is disabled|LOGINDISABLED/i, { failureClass: 'credentials', code: 'encryption-needed', field: 'secure' }],
  [/account (is |has been |was )?(blocked|suspended|disabled|locked|deactivated)|user (is )?(blocked|disabled|suspended)/i, { failureClass: 'credentials', code: 'account-blocked', field: 'user' }],
];

/** How imapflow puts it when the proxy could not be reached, or refused; its name is looked for by ourselves. */
export const PROXY_TROUBLE = 'Failed to setup proxy connection';
const PROXY_FAILED: Verdict = { failureClass: 'network', code: 'proxy-failed', field: 'proxy.url' };
const PROXY_NOT_ALLOWED: Verdict = { failureClass: 'credentials', code: 'proxy-not-allowed', field: 'proxy.url' };

const CODES: Readonly<Record<string, Verdict>> = {
  ENOTFOUND: { failureClass: 'network', code: 'host-not-found', field: 'host' },
  ERR_HOST_NOT_ALLOWED: { failureClass: 'credentials', code: 'host-not-allowed', field: 'host' },
  ECONNREFUSED: { failureClass: 'network', code: 'connection-refused', field: 'port' },
  CONNECT_TIMEOUT: { failureClass: 'network', code: 'connect-timeout', field: 'host' },
  ETIMEDOUT: { failureClass: 'network', code: 'connect-timeout', field: 'host' },
  EAI_AGAIN: { failureClass: 'network', code: 'connect-timeout', field: 'host' },
  EHOSTUNREACH: { failureClass: 'network', code: 'connect-timeout', field: 'host' },
  ENETUNREACH: { failureClass: 'network', code: 'connect-timeout', field: 'host' },
  GREETING_TIMEOUT: { failureClass: 'network', code: 'no-greeting', field: 'port' },
  UPGRADE_TIMEOUT: { failureClass: 'network', code: 'server-silent' },
  ETIMEOUT: { failureClass: 'network', code: 'server-silent' },
  EPROTO: { failureClass: 'network', code: 'not-tls', field: 'secure' },
  ERR_SSL_WRONG_VERSION_NUMBER: { failureClass: 'network', code: 'not-tls', field: 'secure' },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { failureClass: 'network', code: 'not-tls', field: 'secure' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { failureClass: 'network', code: 'certificate-not-trusted', field: 'tls' },
  SELF_SIGNED_CERT_IN_CHAIN: { failureClass: 'network', code: 'certificate-not-trusted', field: 'tls' },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { failureClass: 'network', code: 'certificate-not-trusted', field: 'tls' },
  UNABLE_TO_GET_ISSUER_CERT: { failureClass: 'network', code: 'certificate-not-trusted', field: 'tls' },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { failureClass: 'network', code: 'certificate-not-trusted', field: 'tls' },
  CERT_UNTRUSTED: { failureClass: 'network', code: 'certificate-not-trusted', field: 'tls' },
  CERT_HAS_EXPIRED: { failureClass: 'network', code: 'certificate-expired', field: 'tls' },
  CERT_NOT_YET_VALID: { failureClass: 'network', code: 'certificate-expired', field: 'tls' },
  ERR_TLS_CERT_ALTNAME_INVALID: { failureClass: 'network', code: 'certificate-of-other-host', field: 'host' },
  NoConnection: { failureClass: 'network', code: 'connection-lost' },
  EConnectionClosed: { failureClass: 'network', code: 'connection-lost' },
  ClosedAfterConnectTLS: { failureClass: 'network', code: 'connection-lost' },
  ClosedAfterConnectText: { failureClass: 'network', code: 'connection-lost' },
  StateLogout: { failureClass: 'network', code: 'connection-lost' },
  ECONNRESET: { failureClass: 'network', code: 'connection-lost' },
  ECONNABORTED: { failureClass: 'network', code: 'connection-lost' },
  EPIPE: { failureClass: 'network', code: 'connection-lost' },
  LineTooLarge: { failureClass: 'provider', code: 'malformed-answer' },
  LiteralTooLarge: { failureClass: 'provider', code: 'malformed-answer' },
  ResponseTooLarge: { failureClass: 'provider', code: 'malformed-answer' },
  InvalidResponse: { failureClass: 'provider', code: 'malformed-answer' },
  UnexpectedTag: { failureClass: 'provider', code: 'malformed-answer' },
  ResponseProcessingFailed: { failureClass: 'provider', code: 'malformed-answer' },
};

/** Gives an error of the connection its failure class, its field and words for a person. Pure. */
export function toConnectorError(error: unknown, context: FailureContext): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const failure = asError(error);
  const words = serverWords(failure);
  const { failureClass, code, field, retryAfterMs } = judge(failure, words, context);
  const { access, folder = '', proxy = '' } = context;
  const places = { proxy, host: access.host, port: String(access.port), folder, hint: hintFor(code, access) };
  return new ConnectorError(failureClass, { code, detail: failureText(code, places, words), field, retryAfterMs, cause: error });
}

/** By its shape: errors of Node's core are no instances of Error for code that runs in a context of its own. */
function asError(error: unknown): ImapError {
  return typeof error === 'object' && error !== null && 'message' in error ? (error as ImapError) : new Error(String(error));
}

function judge(failure: ImapError, words: string, context: FailureContext): Verdict {
  if (failure.code === 'ETHROTTLE') return { failureClass: 'quota', code: 'too-many-attempts', retryAfterMs: failure.throttleReset ?? MINUTE_MS };
  if (failure.message === PROXY_TROUBLE) return failure.code === 'ERR_HOST_NOT_ALLOWED' ? PROXY_NOT_ALLOWED : PROXY_FAILED;
  if (failure.mailboxMissing || /\b(NONEXISTENT|TRYCREATE)\b/.test(words)) return { failureClass: 'provider', code: 'folder-missing', field: 'folders' };
  const spoken = SPOKEN.find(([pattern]) => pattern.test(words) || pattern.test(saidByClient(failure)))?.[1];
  if (spoken) return spoken.code === 'app-password-needed' && context.oauth ? refusedSignIn(context) : spoken;
  // A connection that breaks during the sign-in is flagged as a failed one as well: only a spoken NO refuses a password.
  if (failure.authenticationFailed && failure.responseStatus === 'NO') return refusedSignIn(context);
  if (failure.message === 'Unsupported authentication mechanism' || failure.message === 'No matching authentication method') {
    return { failureClass: 'credentials', code: 'sign-in-not-offered', field: context.oauth ? 'oauth' : 'password' };
  }
  if (failure.message === 'Server does not support STARTTLS') return { failureClass: 'credentials', code: 'encryption-not-offered', field: 'secure' };
  const known = failure.code === undefined ? undefined : (CODES[failure.code] ?? certificateVerdict(failure));
  if (known) return known.code === 'connection-lost' && words ? { ...known, failureClass: 'provider', code: 'server-closed' } : known;
  if (failure.code?.startsWith('ParserError')) return { failureClass: 'provider', code: 'malformed-answer' };
  if (failure.responseStatus) return { failureClass: 'provider', code: 'command-refused' };
  return { failureClass: 'internal', code: 'unexpected' };
}

function refusedSignIn({ oauth }: FailureContext): Verdict {
  return oauth
    ? { failureClass: 'credentials', code: 'token-refused', field: 'oauth' }
    : { failureClass: 'credentials', code: 'wrong-password', field: 'password' };
}

function certificateVerdict({ code }: ImapError): Verdict | undefined {
  return code?.startsWith('ERR_SSL_') || code?.startsWith('ERR_TLS_') ? { failureClass: 'network', code: 'not-tls', field: 'secure' } : undefined;
}

/** Response code and text of the refusal, or the reason of a BYE; "" when the server said nothing. */
function serverWords({ serverResponseCode, responseText, response, reason }: ImapError): string {
  const spoken = responseText ?? (typeof response === 'string' ? response : undefined) ?? reason ?? '';
  const code = serverResponseCode && !spoken.includes(serverResponseCode) ? `[${serverResponseCode}] ` : '';
  // What imapflow says itself when a server closes without a reason.
  return spoken === 'Server closed connection' ? '' : `${code}${spoken}`.trim();
}

/** Refusals that imapflow makes on its own, before it asks the server. */
function saidByClient({ message }: ImapError): string {
  return message === 'Login is disabled' ? message : '';
}

function hintFor(code: FailureCode, { preset }: Access) {
  return code === 'imap-switched-off' ? (preset.imapHint ?? '') : preset.passwordHint;
}
