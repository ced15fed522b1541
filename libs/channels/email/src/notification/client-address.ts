import { emailIdentity, normalizeEmail, type Identity } from '@tributary/contact';
import { isRobot } from '../automatic/robot-sender.js';
import type { MailAddress, Mail } from '../mime/mail.js';

/** Addresses that can't be a client's: ours, and those that nobody reads. */
export class Strangers {
  readonly #own: ReadonlySet<string>;

  constructor(ownAddresses: readonly string[]) {
    this.#own = new Set(ownAddresses.flatMap((address) => normalizeEmail(address)?.address ?? []));
  }

  isOwn(address: string): boolean {
    return this.#own.has(normalizeEmail(address)?.address ?? '');
  }

  identity(sender: MailAddress): Identity | undefined {
    if (isRobot(sender) || this.isOwn(sender.address)) return undefined;
    return emailIdentity(sender.address);
  }
}

/** Who gets the answer when it isn't the sender: in mail of robots the client. */
export function clientReplyTo(mail: Pick<Mail, 'from' | 'replyTo'>, strangers: Strangers): MailAddress | undefined {
  const from = new Set(mail.from.map(({ address }) => normalizeEmail(address)?.address));
  return mail.replyTo.slice(0, 10).find((address) => {
    const identity = strangers.identity(address);
    return identity !== undefined && !from.has(identity.value);
  });
}
