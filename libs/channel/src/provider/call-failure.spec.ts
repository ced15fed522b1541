import { describe, expect, it } from '@jest/globals';
import { ConnectorError } from '../pull.js';
import { callFailureOf } from './call-failure.js';

const coded = (code: string) => Object.assign(new Error('getaddrinfo or connect'), { code });

describe('a call that failed', () => {
  it.each([
    [new DOMException('no answer in time', 'TimeoutError'), 'timeout'],
    [coded('ETIMEDOUT'), 'timeout'],
    // The resolver of names has no answer for now.
    [coded('EAI_AGAIN'), 'timeout'],
    [coded('ENOTFOUND'), 'host-not-found'],
    [coded('ERR_HOST_NOT_ALLOWED'), 'host-not-allowed'],
    [coded('ECONNRESET'), 'connection-failed'],
    [coded('CERT_HAS_EXPIRED'), 'connection-failed'],
    [new Error('socket hang up'), 'connection-failed'],
    [{ code: 'EPIPE', message: 'of another context' }, 'connection-failed'],
  ])('%p is told as %s', (error, failure) => {
    expect(callFailureOf(error)).toBe(failure);
  });

  it.each([[new DOMException('aborted', 'AbortError')], [new ConnectorError('quota', { code: 'aborted', detail: { ru: 'aborted', en: 'aborted' } })], [new TypeError('no function')], [coded('ERR_INVALID_ARG_TYPE')], ['text'], [null]])('%p is none of a call', (error) => {
    expect(callFailureOf(error)).toBeUndefined();
  });
});
