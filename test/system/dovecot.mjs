import { hasDovecot } from '../mail/dovecot.mjs';
import { installPackages } from './packages.mjs';

/** What specs of real mailboxes need. @returns {Record<string, string> | undefined} their environment, or undefined: it could not be had */
export function withDovecot() {
  return hasDovecot() || (installPackages(['dovecot-imapd', 'dovecot-lmtpd']) && hasDovecot()) ? {} : undefined;
}
