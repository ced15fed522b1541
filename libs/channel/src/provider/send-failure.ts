import { ConnectorError } from '../pull.js';
import { OutcomeUnknownError, ReplyRefusedError } from '../reply.js';
import { wasUnsent } from './http-call.js';

/**
 * What a failed send means, past what its provider answers for certain: a request that never left is certain too; whatever else happened
 * on the way, the message may have been sent.
 */
export function sendFailed(error: unknown, toConnectorError: (error: unknown) => unknown): unknown {
  if (error instanceof ReplyRefusedError) return error;
  const failure = toConnectorError(error);
  if (wasUnsent(error) && failure instanceof ConnectorError) return failure;
  return new OutcomeUnknownError('no answer to a message that was sent', { cause: error });
}
