import { guardedLookup, isLoopback } from '@tributary/channel';
import type { ImapFlow, Logger } from 'imapflow';
import type { Access } from '../settings/access.js';
import type { EmailSettings } from '../settings.js';
import type { Timing } from './timing.js';

/** Several IDLE renewals fit in between what firewalls forget (RFC 2177 allows 29 minutes, few networks do). */
const MAX_IDLE_MS = 5 * 60_000;
const SOCKET_TIMEOUT_MS = 10 * 60_000;
/** Whole mails are fetched up to LARGE_MAIL_BYTES only; a literal beyond this is a server gone wrong. */
const MAX_LITERAL_BYTES = 16 * 1024 * 1024;
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
const MAX_LINE_BYTES = 8 * 1024 * 1024;
/** How imapflow is set for a connection that is watched and bounded. */
export function clientOptions({ host, port, encryption }: Access, tls: EmailSettings['tls'], { connectMs, greetingMs }: Timing, proxy?: string) {
  return {
    ...(proxy && { proxy }),
    host: host.replace(/^\[|\]$/g, ''),
    port,
    secure: encryption === 'tls',
    ...(encryption === 'starttls' ? { doSTARTTLS: true } : {}),
    tls: { lookup: guardedLookup('network'), ...certificateChecks({ host, encryption }, tls, proxy !== undefined) },
    connectionTimeout: connectMs,
    greetingTimeout: greetingMs,
    socketTimeout: SOCKET_TIMEOUT_MS,
    maxIdleTime: MAX_IDLE_MS,
    maxLineLength: MAX_LINE_BYTES,
    maxLiteralSize: MAX_LITERAL_BYTES,
    maxResponseSize: MAX_RESPONSE_BYTES,
    disableAutoIdle: true,
    // A deflate window per connection would cost more memory than mail saves on the wire.
    disableCompression: true,
    clientInfo: { name: 'Tributary', version: false, vendor: false, 'support-url': false },
  } as const;
}

/** How the certificate of a server is checked. */
export function certificateChecks({ host, encryption }: Pick<Access, 'host' | 'encryption'>, tls: EmailSettings['tls'], byProxy: boolean) {
  // An encryption that anybody in between could strip proves nothing by its certificate; on the machine itself nobody is in between.
  const unchecked = tls?.allowSelfSigned || encryption === 'opportunistic' || (isLoopback(host) && !byProxy);
  return { rejectUnauthorized: !unchecked, ...(tls?.caPem ? { ca: tls.caPem } : {}) };
}

/** A log that keeps the latest refusal, and cuts short imapflow's own waiting when it is throttled: the host waits better. */
export function refusalsOnly(last: { error?: unknown }, client: () => ImapFlow): Logger {
  const ignore = () => undefined;
  return {
    trace: ignore,
    debug: ignore,
    info: ignore,
    error: ignore,
    warn: ({ err }: { err?: { code?: string } }) => {
      if (!err) return;
      last.error = err;
      if (err.code === 'ETHROTTLE') client().emit('error', err);
      if (err.code === 'ETHROTTLE') client().close();
    },
  };
}
