import { describe, expect, it } from '@jest/globals';
import { isStorageUnavailable } from './storage-failure.js';

function error(code: string | undefined, message = 'x', cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), code === undefined ? {} : { code });
}

describe('isStorageUnavailable', () => {
  it.each(['08006', '08P01', '53100', '53300', '57P01', '57P03', '25006', '57014', 'ECONNREFUSED', 'ENOSPC', 'EAI_AGAIN', 'BLOB_STORE_UNAVAILABLE'])('%s passes', (code) => {
    expect(isStorageUnavailable(error(code))).toBe(true);
  });

  it.each(['23505', '22P02', '42601', '40001', 'ENOENT', 'EACCES'])('%s is a fault', (code) => {
    expect(isStorageUnavailable(error(code))).toBe(false);
  });

  it('knows what the client says without a code', () => {
    expect(isStorageUnavailable(error(undefined, 'timeout exceeded when trying to connect'))).toBe(true);
    expect(isStorageUnavailable(error(undefined, 'Connection terminated unexpectedly'))).toBe(true);
  });

  it('looks into causes and bundles', () => {
    expect(isStorageUnavailable(error(undefined, 'could not store', error('ECONNREFUSED')))).toBe(true);
    expect(isStorageUnavailable(new AggregateError([error('ECONNREFUSED'), error('ECONNREFUSED')]))).toBe(true);
    expect(isStorageUnavailable('ECONNREFUSED')).toBe(false);
  });
});
