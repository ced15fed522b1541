import { ConnectorError, type FailureClass } from '@tributary/channel';
import { toConnectorError } from '../imap/failures.js';
import { type FailureCode, failureText } from '../imap/failure-texts.js';
import type { SmtpOptions } from './smtp-session.js';

/** What nodemailer's errors carry, and Node's. */
export interface SmtpError extends Error {
  readonly code?: string | number;
  /** Of Node, where nodemailer put its own in its place. */
  readonly originalCode?: string;
  /** What the server said, with its code. */
  readonly response?: string;
  readonly responseCode?: number;
  readonly command?: string;
  readonly timeoutType?: string;
}

/** Settings of the mailbox and those of its outgoing mail. */
const FIELDS: Readonly<Record<string, string>> = { host: 'smtpHost', port: 'smtpPort', secure: 'smtpSecure', user: 'smtpUser', password: 'smtpPassword' };

/** Microsoft 365, whose tenants begin so; others put it alike. */
const SWITCHED_OFF = /SmtpClientAuthentication is disabled|smtp[^.]{0,40}\b(?:disabled|not enabled|switched off|turned off|not allowed)/i;
const NO_SUCH_WAY = new Set([500, 502, 503, 504]);

/** Why nobody could connect or sign in, at the field where it can be mended. */
export function signInFailure(error: unknown, options: SmtpOptions): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const failure = error as SmtpError;
  if (SWITCHED_OFF.test(failure.response ?? '')) return connectorError('credentials', 'smtp-switched-off', 'smtpUser', failure, options);
  return connectionFailure(asOfMailbox(failure), options);
}

/** The failure of a mailbox's connection, at the fields of outgoing mail. */
export function connectionFailure(error: unknown, { outgoing: { access, password }, settings: { proxy }, tokens }: SmtpOptions): ConnectorError {
  const found = toConnectorError(error, { access, oauth: tokens !== undefined && password === undefined, ...(proxy && { proxy: proxy.url }) });
  const { failureClass, code, detail, field, retryAfterMs, cause } = found;
  return new ConnectorError(failureClass, { code, detail, field: field && (FIELDS[field] ?? field), retryAfterMs, cause });
}

export function connectorError(failureClass: FailureClass, code: FailureCode, field: string | undefined, cause: SmtpError, { outgoing: { access } }: SmtpOptions, retryAfterMs?: number): ConnectorError {
  const detail = failureText(code, { host: access.host, port: String(access.port), hint: access.preset.passwordHint }, cause.response);
  return new ConnectorError(failureClass, { code, detail, field, retryAfterMs, cause });
}

/** As a mailbox's connection puts the same. */
function asOfMailbox({ code, originalCode, timeoutType, response, responseCode = 0, command = '', message }: SmtpError): object {
  const spoken = response === undefined ? {} : { response };
  if (code === 'ETLS' && responseCode > 0) return { message: 'Server does not support STARTTLS', ...spoken };
  if (command.startsWith('AUTH') && NO_SUCH_WAY.has(responseCode)) return { message: 'Unsupported authentication mechanism', ...spoken };
  if (code === 'EAUTH' && responseCode >= 500) return { message, ...spoken, authenticationFailed: true, responseStatus: 'NO' };
  if (responseCode > 0) return { message, ...spoken, responseStatus: 'NO' };
  return { message, code: codeOf(originalCode ?? code, timeoutType) };
}

/** What was aborted has a number. */
function codeOf(code: string | number | undefined, timeoutType: string | undefined): string {
  if (timeoutType === 'CONNECT_TIMEOUT' || timeoutType === 'GREETING_TIMEOUT') return timeoutType;
  if (code === 'ETIMEDOUT') return timeoutType === undefined ? code : 'ETIMEOUT';
  return typeof code !== 'string' || ['ECONNECTION', 'ESOCKET', 'ESTREAM'].includes(code) ? 'NoConnection' : code;
}
