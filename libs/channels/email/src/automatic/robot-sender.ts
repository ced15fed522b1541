import type { MailAddress } from '../mime/mail.js';

/** "noreply", "do-not-reply", "avito.no-reply": nobody reads it. */
const NO_REPLY_LOCAL = /^(?:[\w.]{1,40}[._-])?(?:do[._-]?)?no[._-]?t?[._-]?(?:reply|repl[iy]|replay|answer|response|respond|otvet)(?:[-+_.=\d].{0,99})?$/i;
/** What programs call themselves: they speak for themselves, or for a client who filled in a form. */
const ROBOT_LOCAL =
  /^(?:mailer|mail-?robot|info-?robot|robot|bot|notif(?:y|ier|ication)s?|notice|alerts?|auto(?:mat(?:ed|ic|on))?|automailer|daemon|service-?mail|root|cron|wordpress|wp|www(?:-data)?|apache|nginx|httpd|bitrix(?:24)?|tilda|forms?|web-?form|feedback-?form|site|sait|website|web|zayavk[ai]|leads?|postman|security|account(?:s|-security)?|verify|verification|bounces?)(?:[-+_.\d=].{0,99})?$/i;
/** Robots of mail servers: RFC 5321's postmaster apart, who may be a person. */
const DAEMON_LOCAL = /^(?:mailer[._-]?daemon|mail[._-]?daemon|double-?bounce|mdaemon|mmdf|mail-?delivery(?:-subsystem)?|microsoftexchange[\da-f]{16,})$/i;
const DAEMON_NAME = /^(?:mail delivery (?:sub)?system|mail(?:er)?[ -]daemon|microsoft (?:outlook|exchange)|почтовый робот|почтовая служба)$/i;
/** No provider's people write from these: only platforms of forms and shops do. */
const PLATFORM_DOMAIN =
  /(?:^|\.)(?:tilda(?:cdn|forms|mail)?\.(?:ws|cc|com|ru)|tildamail\.com|marquiz\.(?:ru|io)|flexbe\.(?:com|ru|net)|insales\.(?:ru|com)|myinsales\.ru|wix(?:forms|-forms|site)?\.com|wixemails\.com|typeform\.com|hubspot\.com|jotform\.com|formspree\.io|web3forms\.com|getform\.io|formsubmit\.co|mottor\.(?:ru|com)|lpmotor\.ru|lpgenerator\.ru|creatium\.(?:io|site)|envybox\.io|callibri\.ru|calltouch\.ru|roistat\.com|avito\.ru|profi\.ru|youdo\.com|cian\.ru|zoon\.ru)$/i;

/** True when nobody reads that mailbox: "noreply@", "wordpress@", a platform of forms. */
export function isRobot(sender: MailAddress | undefined): boolean {
  if (!sender) return false;
  const { local, domain } = split(sender.address);
  return NO_REPLY_LOCAL.test(local) || ROBOT_LOCAL.test(local) || PLATFORM_DOMAIN.test(domain) || isDaemon(sender);
}

/** True for what mail servers call themselves in their own notices. */
export function isDaemon(sender: MailAddress | undefined): boolean {
  if (!sender) return false;
  return DAEMON_LOCAL.test(split(sender.address).local) || DAEMON_NAME.test(sender.name.slice(0, 80).trim());
}

export function isPostmaster(sender: MailAddress | undefined): boolean {
  return sender !== undefined && /^postmaster$/i.test(split(sender.address).local);
}

/** Cut to what an address may have, so that a megabyte of "local part" costs nothing. */
function split(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@');
  return at < 0 ? { local: address.slice(0, 100), domain: '' } : { local: address.slice(0, Math.min(at, 100)), domain: address.slice(at + 1, at + 254) };
}
