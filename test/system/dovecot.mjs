import { hasDovecot } from '../mail/dovecot.mjs';
import { installPackages } from './packages.mjs';

/** What specs of real mailboxes need. @returns {import('./part.mjs').Prepared | undefined} undefined: it could not be had */
export function withDovecot() {
  return hasDovecot() || (installPackages(['dovecot-imapd', 'dovecot-lmtpd']) && hasDovecot()) ? { env: {} } : undefined;
}
