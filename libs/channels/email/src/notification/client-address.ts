import { emailIdentity, normalizeEmail, type Identity } from '@tributary/contact';
import { companyDomains } from '../automatic/public-domains.js';
import { isRobot } from '../automatic/robot-sender.js';
import type { MailAddress, Mail } from '../mime/mail.js';

/** Mailboxes of shops and sites, some of which send orders from there. */
const SHOP_LOCAL = /^(?:orders?|zakaz(?:[iy]|ov)?|shop|store|market|magazin|crm|feedback|callback|callcenter|request|quiz|form)(?:[-_.+\d].{0,60})?$/i;
/** Mailboxes of departments. */
const OFFICE_LOCAL = /^(?:info|sales?|office|admin(?:istrator)?|support|help|hello|contacts?|mail|service|manager|marketing|reception|welcome|client[si]?)(?:[-_.+\d].{0,60})?$/i;

/** Addresses that can't be a client's: ours, and those that nobody reads. */
export class Strangers {
  readonly #own: ReadonlySet<string>;
  readonly #company: ReadonlySet<string>;

  constructor(ownAddresses: readonly string[]) {
    this.#own = new Set(ownAddresses.flatMap((address) => normalizeEmail(address)?.address ?? []));
    this.#company = companyDomains(ownAddresses);
  }

  isOwn(address: string): boolean {
    return this.#own.has(normalizeEmail(address)?.address ?? '');
  }

  /** A mailbox of the company's domain: its site sends from there. */
  isOfCompany(address: string): boolean {
    return this.#company.has(normalizeEmail(address)?.domain ?? '');
  }

  /** Sites and platforms write from there, for clients. */
  isSite(sender: MailAddress | undefined): boolean {
    if (!sender) return false;
    return isRobot(sender) || SHOP_LOCAL.test(localOf(sender)) || this.isOwn(sender.address) || this.isOfCompany(sender.address);
  }

  /** Nobody's own mailbox: of a site, or of a department. */
  isOffice(sender: MailAddress): boolean {
    return this.isSite(sender) || OFFICE_LOCAL.test(localOf(sender));
  }

  identity(sender: MailAddress): Identity | undefined {
    if (isRobot(sender) || this.isOwn(sender.address)) return undefined;
    return emailIdentity(sender.address);
  }
}

function localOf({ address }: MailAddress): string {
  return address.slice(0, 100).split('@')[0] ?? '';
}

/** Who gets the answer when it isn't the sender: in mail of robots the client. */
export function clientReplyTo(mail: Pick<Mail, 'from' | 'replyTo'>, strangers: Strangers): MailAddress | undefined {
  const from = new Set(mail.from.map(({ address }) => normalizeEmail(address)?.address));
  return mail.replyTo.slice(0, 10).find((address) => {
    const identity = strangers.identity(address);
    return identity !== undefined && !from.has(identity.value);
  });
}
