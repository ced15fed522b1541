/** How a call to a provider failed before there was an answer to read. */
export type CallFailure = 'timeout' | 'host-not-found' | 'host-not-allowed' | 'connection-failed';

const BY_CODE: Readonly<Record<string, CallFailure>> = { ERR_HOST_NOT_ALLOWED: 'host-not-allowed', ENOTFOUND: 'host-not-found', ETIMEDOUT: 'timeout', EAI_AGAIN: 'timeout' };
const OF_CONNECTION = /^(E[A-Z]+$|ERR_(SSL|TLS)|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|HPE_)/;

/**
 * What an error of `send` and `readAll` says of the call.
 * @returns undefined for what is none of a call: an abort of ours, an error that has its class already, a fault in the code
 */
export function callFailureOf(error: unknown): CallFailure | undefined {
  if (!isError(error)) return undefined;
  const { name, code = '', message } = error;
  if (name === 'TimeoutError') return 'timeout';
  if (name === 'AbortError' || name === 'ConnectorError') return undefined;
  return BY_CODE[code] ?? (OF_CONNECTION.test(code) || /socket hang up|aborted/.test(message) ? 'connection-failed' : undefined);
}

/** By its shape: errors of Node's core are no instances of Error for code that runs in a context of its own. */
function isError(value: unknown): value is NodeJS.ErrnoException {
  return typeof value === 'object' && value !== null && 'message' in value;
}
