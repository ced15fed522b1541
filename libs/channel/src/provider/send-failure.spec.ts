import { describe, expect, it } from '@jest/globals';
import { ConnectorError } from '../pull.js';
import { ReplyRefusedError } from '../reply.js';
import { markUnsent } from './http-call.js';
import { sendFailed } from './send-failure.js';

const NO = { ru: 'Нет.', en: 'No.' };
const away = new ConnectorError('network', { code: 'connection-failed', detail: NO });
const untyped = (error: unknown) => error;

describe('a send that failed', () => {
  it.each([
    ['an abort', new DOMException('ended', 'AbortError'), { failureClass: 'network', code: 'interrupted' }],
    ['what nobody has words for', new TypeError('a defect'), { failureClass: 'internal' }],
  ])('before it left is certain, and tried again: %s', (_, error, expected) => {
    expect(sendFailed(markUnsent(error), untyped)).toMatchObject({ name: 'ConnectorError', ...expected });
  });

  it('before it left is of the class that its channel gives it', () => {
    expect(sendFailed(markUnsent(new Error('ECONNREFUSED')), () => away)).toBe(away);
  });

  it.each([['an abort', new DOMException('ended', 'AbortError')], ['a lost connection', new Error('ECONNRESET')]])('on its way is unknown: %s', (_, error) => {
    expect(sendFailed(error, () => away)).toMatchObject({ name: 'OutcomeUnknownError', cause: error });
  });

  it('because it was refused stays so', () => {
    const refused = new ReplyRefusedError('blocked', NO);
    expect(sendFailed(refused, untyped)).toBe(refused);
  });
});
