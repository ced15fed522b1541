/** The blob is larger than its reader allows; nothing was kept. */
export class BlobTooLargeError extends Error {
  override readonly name = 'BlobTooLargeError';
  constructor(readonly maxBytes: number) {
    super(`a blob may have ${maxBytes} bytes at most`);
  }
}

/** No blob of that name. */
export class BlobNotFoundError extends Error {
  override readonly name = 'BlobNotFoundError';
  constructor(readonly sha256: string, options?: ErrorOptions) {
    super(`blob ${sha256} is not in the store`, options);
  }
}

/** What lies under that name is something else: flipped bits, a cut file. */
export class BlobCorruptError extends Error {
  override readonly name = 'BlobCorruptError';
  constructor(readonly sha256: string) {
    super(`blob ${sha256} is corrupt: its bytes don't match its name`);
  }
}

/** The store can't be reached or doesn't work just now: answer 503 and let the sender come again. */
export class BlobStoreUnavailableError extends Error {
  override readonly name: string = 'BlobStoreUnavailableError';
  /** As the file system's errors have one: it tells a failing store from a fault of ours. */
  readonly code: string = 'BLOB_STORE_UNAVAILABLE';
}

/** No room to store anything: answer 503 and let the sender come again. */
export class BlobStoreFullError extends BlobStoreUnavailableError {
  override readonly name = 'BlobStoreFullError';
  override readonly code = 'BLOB_STORE_FULL';
}

/** The store answers, and wants nothing of us: wrong credentials, rights, bucket or region. Asking again won't help, a person must act. */
export class BlobStoreRefusedError extends BlobStoreUnavailableError {
  override readonly name = 'BlobStoreRefusedError';
  override readonly code = 'BLOB_STORE_REFUSED';
}
