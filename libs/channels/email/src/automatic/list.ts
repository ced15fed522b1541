import { normalizeEmail } from '@tributary/contact';
import type { HeaderList } from './header-list.js';
import type { Automatic, MailFacts, OwnTraces } from './mail-facts.js';
import { isForwardSubject, isReplySubject, ownWords } from './plain-words.js';
import { isRobot } from './robot-sender.js';

/** Any of them is set by lists and mass mailings only (RFC 2369, RFC 2919, RFC 8058). */
const LIST_HEADERS = ['list-id', 'list-unsubscribe', 'list-post', 'list-help', 'list-subscribe', 'list-owner', 'list-archive', 'mailing-list', 'x-mailing-list', 'x-mailman-version', 'x-list-id'];
/** Marks of services that send campaigns. */
const CAMPAIGN_HEADERS = [
  'x-campaign', 'x-campaignid', 'x-campaign-id', 'x-mailchimp-campaign-id', 'x-mc-campaign', 'x-mailgun-list-id', 'x-unisender-campaign', 'x-sendpulse-campaign', 'x-sp-campaign-id', 'x-getresponse-campaign',
  'x-mindbox-mailing', 'x-sendsay', 'x-sendsay-campaign', 'x-mailer-recptid', 'x-csa-complaints', 'x-mailerlite-campaign', 'x-hs-email-campaign', 'x-elqsiteid', 'x-sfmc-stack', 'x-postmaster-msgtype', 'x-mailru-msgtype', 'x-job_id',
];
const BULK_MAILERS = /\b(?:mailchimp|unisender|sendpulse|getresponse|esputnik|mindbox|sendsay|mailerlite|campaign ?monitor|aweber|constant ?contact|phplist|acymailing|mailpoet|dashamail|notisend|sendinblue|brevo)\b/i;
/** Mailboxes of anybody: a list there is not ours because the domain is. */
const PUBLIC_DOMAINS = new Set(['gmail.com', 'googlegroups.com', 'yandex.ru', 'yandex.com', 'ya.ru', 'mail.ru', 'bk.ru', 'inbox.ru', 'list.ru', 'internet.ru', 'outlook.com', 'hotmail.com', 'live.com', 'rambler.ru', 'icloud.com', 'yahoo.com', 'ukr.net']);

const UNSUBSCRIBE =
  /отписаться от (?:рассылк|этой рассылк|получени|наших|писем|новост)|отказаться от (?:рассылк|получения|подписк)|вы (?:получили|получаете) это (?:письмо|сообщение),? (?:потому что|так как|поскольку|т\. ?к\.)|чтобы (?:отписаться|больше не получать)|если вы (?:больше )?не (?:хотите|желаете) (?:больше )?получать|(?:управление|управлять) (?:подпиской|рассылк)|відписатися від (?:розсилк|отриманн|цієї)|ви отримали цей лист,? (?:тому що|оскільки|бо)|unsubscribe (?:from|here|at any time|link|instantly|me)|(?:click|tap) (?:here )?to unsubscribe|to unsubscribe|to (?:stop|opt[- ]out (?:of|from)) receiving|(?:manage|update) (?:your )?(?:email |e-mail |subscription |notification )?preferences|you(?:'re| are) receiving this (?:e-?mail|message|newsletter)|you received this (?:e-?mail|message) because|view (?:this (?:e-?mail|message) )?(?:in|with) (?:your |a )?browser|newsletter abbestellen|se désabonner|darse de baja/iu;

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
  return BULK_MAILERS.test(headers.first('x-mailer').slice(0, 200)) ? 'bulk-mailer' : undefined;
}

/** True when the list stands at a domain of ours. */
function handedOn(headers: HeaderList, own: Pick<OwnTraces, 'ownAddresses'>): boolean {
  const text = `${headers.first('list-id')} ${headers.first('list-post')}`.slice(0, 1_000).toLowerCase();
  if (text.trim() === '') return false;
  return own.ownAddresses.some((address) => {
    const domain = normalizeEmail(address)?.domain;
    return domain !== undefined && !PUBLIC_DOMAINS.has(domain) && new RegExp(`[.@]${domain.replaceAll('.', '\\.')}(?![\\w.-])`).test(text);
  });
}

/** What has to tell how to be rid of it is a mailing; an answer to one, or one handed on by a person, is not. */
function byWords(mail: MailFacts, headers: HeaderList): string | undefined {
  const answered = headers.first('in-reply-to') !== '' || isReplySubject(mail.subject) || isForwardSubject(mail.subject);
  if (answered || !UNSUBSCRIBE.test(ends(mail.text))) return undefined;
  if (isRobot(mail.from[0]) || headers.has('feedback-id') || headers.has('x-feedback-id')) return 'unsubscribe-words';
  return looksComposed(mail.text) ? 'unsubscribe-words' : undefined;
}

/** The way out stands at the top or, mostly, at the bottom. Quotes and forwarded mail are cut away. */
function ends(text: string): string {
  const whole = ownWords(text, 60_000);
  return `${whole.slice(0, 600)}\n${whole.slice(-2_500)}`;
}

/** Without a robot's name: pages that link a lot are not typed by a person. */
function looksComposed(text: string): boolean {
  return (text.slice(0, 60_000).match(/https?:\/\//g)?.length ?? 0) >= 3;
}
