import { type Answer, type ParsedRequest, type RawRequest, Refusal } from '@tributary/channel';
import { type AccountFacts, contextOf } from './event/context.js';
import { readEnvelope } from './event/envelope.js';
import { toDraft } from './event/to-draft.js';
import { CONFIRMATION } from './verify.js';

/** The only answer by which VK takes an event for delivered: these two bytes. */
export const OK: Answer = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };

/**
 * One call of the Callback API, which is one event, to its contact; or the answer that proves that the address is ours.
 * @throws PayloadError  not understood: kept in quarantine, and answered `ok`
 * @throws Refusal 409  nobody knows the confirmation string yet
 */
export function parse({ body, receivedAt, locale }: RawRequest, account: AccountFacts): ParsedRequest {
  if (readEnvelope(body).type === CONFIRMATION) return { contacts: [], answer: confirmed(account, locale) };
  return { contacts: [toDraft(body, contextOf(account, receivedAt))], answer: () => OK };
}

function confirmed({ settings: { confirmation } }: AccountFacts, locale: 'ru' | 'en'): () => Answer {
  if (confirmation !== undefined) return () => ({ ...OK, body: confirmation });
  throw new Refusal(409, 'no-confirmation', locale === 'ru' ? 'Строка подтверждения ещё не известна: впишите её в настройки подключения.' : 'The confirmation string is not known yet: enter it in the settings of the account.');
}
