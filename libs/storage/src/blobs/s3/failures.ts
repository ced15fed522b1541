import { BlobStoreFullError, BlobStoreRefusedError, BlobStoreUnavailableError } from '../errors.js';
import { isFinal, statusOf } from './retrying.js';

const INSUFFICIENT_STORAGE = 507;

/** Whether S3 says that there is no such object. A bucket that is missing is another matter. */
export function isAbsent(error: unknown): boolean {
  return statusOf(error) === 404 && (error as Error).name !== 'NoSuchBucket';
}

/** What a failed request means to who keeps blobs. */
export function storeFailure(error: unknown): BlobStoreUnavailableError {
  const { name, message } = error as Error;
  const status = statusOf(error);
  const said = [name, message].filter((part) => part && part !== 'UnknownError').join(': ');
  if (status === INSUFFICIENT_STORAGE) return new BlobStoreFullError(`S3 has no room: ${said}`, { cause: error });
  if (status !== undefined && isFinal(status)) {
    return new BlobStoreRefusedError(`S3 refuses (${status}): ${said}; check bucket, region, credentials and rights`, { cause: error });
  }
  return new BlobStoreUnavailableError(`S3 doesn't work: ${said}`, { cause: error });
}
