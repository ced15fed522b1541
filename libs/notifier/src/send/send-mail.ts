import { isIP } from 'node:net';
import { guardedAddressOf, HostNotAllowedError, type Reach } from '@tributary/platform';
import { createTransport } from 'nodemailer';
import type { z } from 'zod';
import { SendError } from './errors.js';
import type { Message } from './message.js';
import { notAllowed, reachOf } from './not-allowed.js';
import type { MailSettings } from './settings.js';

const TIMEOUT_MS = 8_000;

/** What nodemailer's errors carry. */
interface MailFailure {
  readonly code?: string;
  readonly syscall?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly timeoutType?: string;
  readonly message: string;
}

/** By the given mail server. The Message-ID is a function of the message's id: a mail that goes again is the same mail. @throws SendError */
export async function sendMail({ host, port, secure, user, password, from, to }: z.infer<typeof MailSettings>, message: Message, privateHosts: boolean): Promise<void> {
  const transport = createTransport({
    host: await addressOf(host, reachOf(privateHosts)),
    port, secure,
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
    tls: { servername: isIP(host) ? undefined : host },
    connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS,
    disableFileAccess: true, disableUrlAccess: true,
  });
  const { id, subject, text, html } = message;
  try {
    await transport.sendMail({ from, to, subject, text, ...(html !== undefined && { html }), messageId: `<${id}@tributary.invalid>`, headers: { 'Auto-Submitted': 'auto-generated' } });
  } catch (cause) {
    const failure = cause as MailFailure;
    const outcome = isRefusal(failure) ? 'refused' : 'unknown';
    throw new SendError(`${host} did not take the mail: ${failure.response ?? failure.code ?? failure.message}`.slice(0, 300), { outcome, cause });
  } finally {
    transport.close();
  }
}

/** The server said no, or was never reached. Whatever else went wrong may have done so after it took the mail. */
function isRefusal({ responseCode, syscall, code, timeoutType }: MailFailure): boolean {
  return Boolean(responseCode) || syscall === 'connect' || ['EDNS', 'EAUTH', 'EENVELOPE', 'ETLS'].includes(code ?? '') || ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT'].includes(timeoutType ?? '');
}

/** The address that was looked at is the one that is connected to. @throws SendError */
async function addressOf(host: string, reach: Reach): Promise<string> {
  try {
    return (await guardedAddressOf(host, reach)).address;
  } catch (cause) {
    if (cause instanceof HostNotAllowedError) throw notAllowed(host, reach, cause);
    throw new SendError(`${host} is not known`, { cause });
  }
}
