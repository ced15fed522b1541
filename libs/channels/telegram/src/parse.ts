import type { ParsedRequest, RawRequest } from '@tributary/channel';
import { callbackIdOf } from './update/callback-id.js';
import { type AccountFacts, contextOf } from './update/context.js';
import { toDraft } from './update/to-draft.js';

/**
 * One delivery of Telegram, which is one Update, to its contact. A pressed button is answered, so that it stops to glow.
 * @throws PayloadError  not understood: kept in quarantine, never retried
 */
export function parse({ body, receivedAt }: RawRequest, account: AccountFacts): ParsedRequest {
  const contact = toDraft(body, contextOf(account, receivedAt));
  const callbackId = callbackIdOf(contact.externalId);
  if (callbackId === undefined) return { contacts: [contact] };
  return { contacts: [contact], answer: () => ({ status: 200, body: { method: 'answerCallbackQuery', callback_query_id: callbackId } }) };
}
