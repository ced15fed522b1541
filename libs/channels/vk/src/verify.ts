import { type ChannelAccount, isSameSecret, PayloadError, type RawRequest, Refusal } from '@tributary/channel';
import { type Envelope, readEnvelope } from './event/envelope.js';
import { callbackSecret } from './group.js';
import type { Settings } from './settings.js';

/**
 * VK signs nothing: the secret stands in the event itself. Compared in constant time, whatever its length. Before an address is
 * confirmed VK may not know the secret: there it may be missing, but not wrong.
 * @throws Refusal 403  also of what is no event at all, or one of another community: it can't be told who sent it
 */
export function verify({ body, locale }: RawRequest, account: ChannelAccount<Settings>): void {
  const envelope = envelopeOf(body);
  const isOurs = envelope?.group_id === account.settings.groupId;
  const isAnonymous = envelope?.type === CONFIRMATION && envelope.secret === undefined;
  const isKnown = isSameSecret(envelope?.secret ?? '', callbackSecret(account));
  if (isOurs && (isKnown || isAnonymous)) return;
  const code = envelope && !isOurs ? 'another-group' : 'bad-secret';
  const texts = { 'another-group': ['Событие другого сообщества.', 'An event of another community.'], 'bad-secret': ['Секретный ключ события неверен.', 'The secret of the event is wrong.'] } as const;
  throw new Refusal(403, code, texts[code][locale === 'ru' ? 0 : 1]);
}

/** What VK sends to find out whether an address is ours. */
export const CONFIRMATION = 'confirmation';

function envelopeOf(body: Buffer): Envelope | undefined {
  try {
    return readEnvelope(body);
  } catch (error) {
    if (error instanceof PayloadError) return undefined;
    throw error;
  }
}
