/** SQLSTATE that means "not now" rather than "wrong": connection, resources, shutting down, read-only, time-outs. */
const PASSING_SQLSTATE = /^(08...|53...|57P0[1-5]|25006|55P03|57014|58030)$/;

/** Errors of the operating system under the database client or the blob store. */
const PASSING_ERRNO = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE', 'ENFILE']);

/** The blob store's own errors. */
const BLOB_STORE_CODE = /^BLOB_STORE_/;

/** pg says these without a code. */
const PASSING_MESSAGE =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout|Cannot use a pool after calling end|Client was closed and is not queryable)/;

/** Nothing can be stored just now, and trying again later may work. */
export function isStorageUnavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && isPassing(code)) return true;
    if (PASSING_MESSAGE.test(cause.message)) return true;
    if (cause instanceof AggregateError && cause.errors.some(isStorageUnavailable)) return true;
  }
  return false;
}

function isPassing(code: string): boolean {
  return PASSING_ERRNO.has(code) || BLOB_STORE_CODE.test(code) || (code.length === 5 && PASSING_SQLSTATE.test(code));
}
