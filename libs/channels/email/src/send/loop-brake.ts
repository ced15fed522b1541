import { type ContactFacts, ReplyRefusedError } from '@tributary/channel';
import { normalizeEmail } from '@tributary/contact';
import { isRobot } from '../automatic/robot-sender.js';

type Answered = Pick<ContactFacts, 'automatic' | 'notLeadReason' | 'identities'>;

/**
 * Keeps machines from talking to each other: nothing goes to a mailbox of our own, and what nobody wrote by hand goes to people
 * alone. A sender whose domain denies the mail gets none either, for it would reach somebody who never wrote.
 * @param isAutomatic  nobody wrote the answer by hand
 * @throws ReplyRefusedError "would-loop"
 * @see RFC 3834 §2
 */
export function assertNoLoop(facts: Answered, to: string, isAutomatic: boolean, ownAddresses: readonly string[]): void {
  if (ownAddresses.some((own) => addressOf(own) === addressOf(to))) throw wouldLoop('own-address');
  if (!isAutomatic) return;
  if (facts.automatic !== undefined) throw wouldLoop(facts.automatic.kind);
  if (facts.notLeadReason !== undefined) throw wouldLoop(facts.notLeadReason);
  if (isRobot({ name: '', address: to, raw: to })) throw wouldLoop('robot');
  if (facts.identities.some(({ disputed }) => disputed)) throw wouldLoop('forged-sender');
}

function addressOf(text: string): string {
  return normalizeEmail(text)?.address ?? text.trim().toLowerCase();
}

function wouldLoop(sign: string): ReplyRefusedError {
  return new ReplyRefusedError('would-loop', {
    ru: `Письмо не отправлено: на том конце программа или наш собственный ящик (${sign}), и письма пошли бы по кругу.`,
    en: `The mail was not sent: at the other end is a program or a mailbox of our own (${sign}), and mails would go in a circle.`,
  });
}
