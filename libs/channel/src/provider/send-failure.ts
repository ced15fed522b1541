import { asConnectorError } from '../host/failure.js';
import { ConnectorError } from '../pull.js';
import { OutcomeUnknownError, ReplyRefusedError } from '../reply.js';
import { wasUnsent } from './http-call.js';

const INTERRUPTED = {
  ru: 'Система остановилась или передала подключение другому процессу до того, как ответ ушёл. Он уйдёт сам.',
  en: 'The hub stopped, or gave the account to another process, before the reply left. It goes out by itself.',
};

/**
 * What a failed send means, past what its provider answers for certain: a request that never left is certain too; whatever else happened
 * on the way, the message may have been sent.
 */
export function sendFailed(error: unknown, toConnectorError: (error: unknown) => unknown): unknown {
  if (error instanceof ReplyRefusedError || wasUnsent(error)) return notSent(error, toConnectorError);
  return new OutcomeUnknownError('no answer to a message that was sent', { cause: error });
}

/** What a failure means that came before the message itself was handed over: whatever it is, the message was not sent. */
export function notSent(error: unknown, toConnectorError: (error: unknown) => unknown): ReplyRefusedError | ConnectorError {
  if (error instanceof ReplyRefusedError) return error;
  const isEnded = typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
  return isEnded ? new ConnectorError('network', { code: 'interrupted', detail: INTERRUPTED, cause: error }) : asConnectorError(toConnectorError(error));
}
