/** The service never got the request, for certain. */
const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** The connection ended without an answer: the service may have done what was asked. */
const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** It hangs, or works too long at this: the service may have done what was asked, and may still. */
const SILENT = 'UND_ERR_HEADERS_TIMEOUT';

export function neverArrived(error: unknown): boolean {
  return errorCodes(error).some((code) => NEVER_ARRIVED.has(code));
}

export function brokeOff(error: unknown): boolean {
  return errorCodes(error).some((code) => BROKEN_OFF.has(code));
}

export function fellSilent(error: unknown): boolean {
  return errorCodes(error).includes(SILENT);
}

/** Codes of an error, of those that it gathers (one for each address of a host) and of what caused it. */
function errorCodes(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { code, errors, cause } = error as { code?: unknown; errors?: unknown; cause?: unknown };
  const gathered = Array.isArray(errors) ? errors.flatMap(errorCodes) : [];
  return [...(typeof code === 'string' ? [code] : []), ...gathered, ...errorCodes(cause)];
}
