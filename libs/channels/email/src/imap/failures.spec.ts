import { describe, expect, it } from '@jest/globals';
import { resolveAccess } from '../settings/access.js';
import { toConnectorError } from './failures.js';

const access = resolveAccess({ user: 'a@gmail.com', password: 'p' })!;
const judge = (fields: object, oauth = false) => toConnectorError(Object.assign(new Error('Command failed'), fields), { access, oauth });
const refused = (responseText: string, serverResponseCode?: string) =>
  judge({ authenticationFailed: true, responseStatus: 'NO', responseText, serverResponseCode });

describe('failures of a mailbox', () => {
  it.each([
    ['Invalid credentials (Failure)', 'AUTHENTICATIONFAILED', 'credentials', 'wrong-password', 'password'],
    ['Application-specific password required: https://support.example (Failure)', 'ALERT', 'credentials', 'app-password-needed', 'password'],
    ['Application password is REQUIRED', 'AUTHENTICATIONFAILED', 'credentials', 'app-password-needed', 'password'],
    ['Web login required', 'ALERT', 'credentials', 'web-login-needed', 'password'],
    ['Please log in via your web browser (Failure)', 'ALERT', 'credentials', 'web-login-needed', 'password'],
    ['Your account is not enabled for IMAP use.', 'ALERT', 'credentials', 'imap-switched-off', 'user'],
    ['LOGIN invalid credentials or IMAP is disabled', 'AUTHENTICATIONFAILED', 'credentials', 'imap-switched-off', 'user'],
    ['This user does not have access rights to this service', 'AUTHENTICATIONFAILED', 'credentials', 'imap-switched-off', 'user'],
    ['Plaintext authentication disallowed on non-secure connections', 'PRIVACYREQUIRED', 'credentials', 'encryption-needed', 'secure'],
    ['Password expired', 'EXPIRED', 'credentials', 'password-expired', 'password'],
    ['Too many simultaneous connections. (Failure)', 'ALERT', 'quota', 'too-many-connections', undefined],
    ['Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)', 'LIMIT', 'quota', 'too-many-connections', undefined],
    ['Account exceeded command or bandwidth limits. (Failure)', 'OVERQUOTA', 'quota', 'volume-limit', undefined],
    ['Too many login attempts', 'AUTHENTICATIONFAILED', 'quota', 'too-many-attempts', undefined],
    ['Rate limit hit', 'LIMIT', 'quota', 'too-many-attempts', undefined],
    ['Temporary authentication failure. [mail:2026-11-24]', 'UNAVAILABLE', 'provider', 'temporarily-unavailable', undefined],
    ['Temporary System Error (Failure)', 'AUTHENTICATIONFAILED', 'provider', 'temporarily-unavailable', undefined],
    ['LOGIN internal server error sc=x', 'UNAVAILABLE', 'provider', 'temporarily-unavailable', undefined],
    ['Mailbox in use', 'INUSE', 'provider', 'temporarily-unavailable', undefined],
    ['Authentication timed out', undefined, 'provider', 'temporarily-unavailable', undefined],
  ])('"%s" [%s] is %s %s at %s', (text, code, failureClass, expected, field) => {
    expect(refused(text, code)).toMatchObject({ failureClass, code: expected, field });
  });

  it('never asks for a password when the connection broke during the sign-in', () => {
    for (const code of ['NoConnection', 'ETIMEOUT', 'ECONNRESET', 'CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'EAI_AGAIN']) {
      expect(judge({ authenticationFailed: true, code })).toMatchObject({ failureClass: 'network' });
    }
    expect(judge({ authenticationFailed: true, responseStatus: 'BAD', responseText: 'Command line too long' }).failureClass).toBe('provider');
  });

  it('tells a refused token from a refused password', () => {
    expect(judge({ authenticationFailed: true, responseStatus: 'NO', responseText: 'AUTHENTICATE failed.' }, true)).toMatchObject({ code: 'token-refused', field: 'oauth' });
  });

  it('takes over how long a throttled client is to wait', () => {
    expect(judge({ code: 'ETHROTTLE', throttleReset: 92_415, responseStatus: 'BAD', responseText: 'Request is throttled.' })).toMatchObject({
      failureClass: 'quota', retryAfterMs: 92_415,
    });
  });

  it('hears the reason of a BYE', () => {
    expect(judge({ code: 'NoConnection', reason: 'Too many connections' })).toMatchObject({ failureClass: 'quota', code: 'too-many-connections' });
    expect(judge({ code: 'NoConnection', reason: 'Server shutting down' })).toMatchObject({ failureClass: 'provider', code: 'server-closed' });
    expect(judge({ code: 'NoConnection', reason: 'Server closed connection' })).toMatchObject({ failureClass: 'network', code: 'connection-lost' });
  });

  it.each([
    ['ENOTFOUND', 'host-not-found', 'host'],
    ['ECONNREFUSED', 'connection-refused', 'port'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-not-trusted', 'tls'],
    ['CERT_HAS_EXPIRED', 'certificate-expired', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-of-other-host', 'host'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls', 'secure'],
    ['LiteralTooLarge', 'malformed-answer', undefined],
    ['ParserError11', 'malformed-answer', undefined],
  ])('%s is %s at %s', (code, expected, field) => {
    expect(judge({ code })).toMatchObject({ code: expected, field });
  });

  it('speaks both languages, with the provider’s hint and the server’s words on one line', () => {
    const { detail } = refused('Invalid credentials\r\n(Failure)', 'AUTHENTICATIONFAILED');
    expect(detail.en).toContain('app password');
    expect(detail.en).toContain('Invalid credentials (Failure)');
    expect(detail.ru).toContain('пароль приложения');
    expect(detail.ru).not.toMatch(/[{}\n]/);
  });

  it('calls a fault of the program internal and keeps its cause', () => {
    const cause = new TypeError('x is not a function');
    expect(toConnectorError(cause, { access, oauth: false })).toMatchObject({ failureClass: 'internal', code: 'unexpected', cause });
  });
});
