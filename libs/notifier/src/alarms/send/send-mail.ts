import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Message } from '../message.js';
import type { Target } from '../target.js';
import { SendError } from './errors.js';
import { assertPublicLiteral, isPublicAddress } from './public-address.js';

const TIMEOUT_MS = 8_000;

/** By a mail server of the target's own: a mailbox that failed is never asked to tell of it. @throws SendError */
export async function sendMail({ settings }: Extract<Target, { kind: 'mail' }>, message: Message, privateHosts: boolean): Promise<void> {
  const { host, port, secure, user, password, from, to } = settings;
  const transport = createTransport({
    host: privateHosts ? host : await publicAddressOf(host),
    port, secure,
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
    tls: { servername: isIP(host) ? undefined : host },
    connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS,
    disableFileAccess: true, disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from, to, subject: message.subject, text: message.text, messageId: `<${message.id}@tributary.invalid>`, headers: { 'Auto-Submitted': 'auto-generated' } });
  } catch (cause) {
    const { code, response, message: text } = cause as { code?: string; response?: string; message: string };
    throw new SendError(`${host} did not take the mail: ${response ?? code ?? text}`.slice(0, 300), { cause });
  } finally {
    transport.close();
  }
}

/** The address that was looked at is the one that is connected to. @throws SendError */
async function publicAddressOf(host: string): Promise<string> {
  assertPublicLiteral(host);
  if (isIP(host)) return host;
  const { address } = await dns.lookup(host).catch((cause: unknown) => {
    throw new SendError(`${host} is not known`, { cause });
  });
  if (!isPublicAddress(address)) assertPublicLiteral(address);
  return address;
}
