import type { HostNotAllowedError, Reach } from '@tributary/platform';
import { SendError } from './errors.js';

/** How far alarms and notices may go, by the switch for private networks. */
export function reachOf(privateHosts: boolean): Reach {
  return privateHosts ? 'network' : 'internet';
}

/** Where nothing is sent to, in an administrator's words. */
export function notAllowed(host: string, reach: Reach, cause: HostNotAllowedError): SendError {
  const words = reach === 'internet' ? `${host} is a private address; TRIBUTARY_PRIVATE_TARGETS=true allows those` : cause.message;
  return new SendError(words, { cause });
}
