import type { HeaderList } from './header-list.js';
import type { Automatic, MailFacts, OwnTraces } from './mail-facts.js';
import { isForwardSubject, isReplySubject, ownWords, says } from './plain-words.js';
import { companyDomains } from './public-domains.js';
import { isRobot } from './robot-sender.js';

/** Any of them is set by lists and mass mailings only (RFC 2369, RFC 2919, RFC 8058). */
const LIST_HEADERS = ['list-id', 'list-unsubscribe', 'list-post', 'list-help', 'list-subscribe', 'list-owner', 'list-archive', 'mailing-list', 'x-mailing-list', 'x-mailman-version', 'x-list-id'];
/** Marks of services that send campaigns. */
const CAMPAIGN_HEADERS = [
  'x-campaign', 'x-campaignid', 'x-campaign-id', 'x-mailchimp-campaign-id', 'x-mc-campaign', 'x-mailgun-list-id', 'x-unisender-campaign', 'x-sendpulse-campaign', 'x-sp-campaign-id', 'x-getresponse-campaign',
  'x-mindbox-mailing', 'x-sendsay', 'x-sendsay-campaign', 'x-mailer-recptid', 'x-csa-complaints', 'x-mailerlite-campaign', 'x-hs-email-campaign', 'x-elqsiteid', 'x-sfmc-stack', 'x-postmaster-msgtype', 'x-mailru-msgtype', 'x-job_id',
];
const BULK_MAILERS = /\b(?:mailchimp|unisender|sendpulse|getresponse|esputnik|mindbox|sendsay|mailerlite|campaign ?monitor|aweber|constant ?contact|phplist|acymailing|mailpoet|dashamail|notisend|sendinblue|brevo)\b/i;
const RETURNS_TO = ['return-path', 'errors-to', 'sender'];
/** Where LISTSERV, Majordomo, Mailman and ezmlm want failures of a list told; they did so before lists had headers. */
const LIST_OWNER = /(?:^|<)(?:owner-[\w.+-]{1,60}|[\w.+-]{1,60}-(?:owner|bounces|return-\d[\w.=+-]{0,80}))@/i;
/** Only a mailing says of itself why it came. */
const SELF_TOLD: readonly RegExp[] = [
  /вы (?:получили|получаете) это (?:письмо|сообщение),? (?:потому что|так как|поскольку|т\. ?к\.)|чтобы (?:отписаться от|больше не получать)/iu,
  /если вы (?:больше )?не (?:хотите|желаете) (?:больше )?получать|ви отримали цей лист,? (?:тому що|оскільки|бо)/iu,
  /you(?:'re| are) receiving this (?:e-?mail|message|newsletter)|you received this (?:e-?mail|message|newsletter) because/iu,
  /to (?:stop|opt[- ]out (?:of|from)) receiving|if you (?:no longer wish|do not wish|don't want) to receive/iu,
  /this (?:e-?mail|message|newsletter) was sent to \S{1,100} because/iu,
];
/** People and robots of other kinds may say that as well. */
const UNSUBSCRIBE: readonly RegExp[] = [
  /отписаться|отказаться от (?:рассылк|получения|подписк)|(?:управление|управлять) (?:подпиской|рассылк)|відписатися|unsubscribe/iu,
  /(?:manage|update|change) (?:your )?(?:email |e-mail |subscription |notification )?(?:preferences|settings)/iu,
  /view (?:this (?:e-?mail|message) )?(?:in|with) (?:your |a )?browser|newsletter abbestellen|se désabonner|darse de baja/iu,
];
/** Mailboxes of newsletters. */
const NEWSLETTER_LOCAL = /^(?:(?:[\w.]{1,40}[-_.])?(?:e-?news(?:letters?)?|news(?:letters?|flash)?|rassyl?k[ai]|rassilk[ai]|digest|mailing(?:list)?s?)|announcements?|promos?|offers)(?:[-_.+\d].{0,60})?$/i;

/** Mailing lists, newsletters, campaigns. A list of our own company (`info@` as a group) hands on letters of clients. */
export function list(mail: MailFacts, headers: HeaderList, own: Pick<OwnTraces, 'ownAddresses'>): Automatic | undefined {
  const reason = handedOn(headers, own) ? undefined : byHeader(headers) ?? byWords(mail, headers);
  return reason === undefined ? undefined : { kind: 'list', reason };
}

function byHeader(headers: HeaderList): string | undefined {
  const found = headers.firstOf(LIST_HEADERS) ?? headers.firstOf(CAMPAIGN_HEADERS);
  if (found) return `list-header: ${found}`;
  const precedence = /^(?:bulk|junk|list)\b/i.exec(headers.first('precedence'))?.[0].toLowerCase();
  if (precedence) return `precedence: ${precedence}`;
  if (BULK_MAILERS.test(headers.first('x-mailer').slice(0, 200))) return 'bulk-mailer';
  return RETURNS_TO.some((name) => LIST_OWNER.test(headers.first(name).slice(0, 300))) ? 'list-owner' : undefined;
}

/** True when the list stands at a domain of ours. */
function handedOn(headers: HeaderList, own: Pick<OwnTraces, 'ownAddresses'>): boolean {
  const text = `${headers.first('list-id')} ${headers.first('list-post')}`.slice(0, 1_000).toLowerCase();
  if (text.trim() === '') return false;
  // "sales@ours", "sales.ours": a name of which ours is the end.
  const names = text.split(/[^\w.@-]+/).map((name) => `.${name.replace('@', '.')}`);
  return [...companyDomains(own.ownAddresses)].some((domain) => names.some((name) => name.endsWith(`.${domain}`)));
}

/** What has to tell how to be rid of it is a mailing; an answer to one, or one handed on by a person, is not. */
function byWords(mail: MailFacts, headers: HeaderList): string | undefined {
  if (headers.first('in-reply-to') !== '' || isReplySubject(mail.subject) || isForwardSubject(mail.subject)) return undefined;
  if (NEWSLETTER_LOCAL.test(mail.from[0]?.address.slice(0, 100).split('@')[0] ?? '')) return 'newsletter-sender';
  const words = ends(mail.text);
  if (says(SELF_TOLD, words)) return 'unsubscribe-words';
  return says(UNSUBSCRIBE, words) && isSentInBulk(mail, headers) ? 'unsubscribe-words' : undefined;
}

/** A robot's name, a mark of its provider, a return path made for one recipient, or a page that links a lot. */
function isSentInBulk(mail: MailFacts, headers: HeaderList): boolean {
  return isRobot(mail.from[0]) || headers.has('feedback-id') || headers.has('x-feedback-id') || /^<?(?:bounces?|b|return)[-+_.@\d]/i.test(headers.first('return-path')) || looksComposed(mail.text);
}

/** The way out stands at the top or, mostly, at the bottom. Quotes and forwarded mail are cut away. */
function ends(text: string): string {
  const whole = ownWords(text, 60_000);
  return `${whole.slice(0, 600)}\n${whole.slice(-2_500)}`;
}

function looksComposed(text: string): boolean {
  return (text.slice(0, 60_000).match(/https?:\/\//g)?.length ?? 0) >= 3;
}
