import { type ConnectorError, type Localized, OutcomeUnknownError, ReplyRefusedError } from '@tributary/channel';
import { cleanWords } from '../imap/failure-texts.js';
import { connectionFailure, connectorError, type SmtpError, signInFailure } from './failures.js';
import type { SmtpOptions } from './smtp-session.js';

const HOUR_MS = 3_600_000;
/** Limits of a day that providers say with a code of refusals for good. */
const SENT_ENOUGH = /\b5\.4\.5\b|\b5\.7\.232\b|(?:daily|sending|message|recipient|rate|hourly) (?:user )?(?:sending )?(?:limit|quota)|too many (?:messages|mails|letters)/i;
const NO_SUCH_ADDRESS = /\b5\.1\.(?:[0-36]|10)\b/;
const TOO_LARGE = /^552[ -](?!.*5\.2\.2)|\b5\.3\.4\b/;
const SIGN_IN_WANTED = 530;
/** Servers without SMTPUTF8 (RFC 6531) refuse such an address. */
const NOT_ASCII = /[^\x20-\x7e]/;

/**
 * What the failure of a mail means. A spoken refusal says that it was not taken; without one that is certain only while the mail was
 * not handed over whole.
 * @param to  the recipient
 * @param isHandedOver  its end was written, or may have been
 */
export function sendFailure(error: unknown, { to, isHandedOver }: { readonly to: string; readonly isHandedOver: boolean }, options: SmtpOptions): ConnectorError | ReplyRefusedError | OutcomeUnknownError {
  const failure = error as SmtpError;
  const { responseCode = 0, code, response = '' } = failure;
  if (responseCode === SIGN_IN_WANTED) return connectorError('credentials', 'sign-in-not-offered', 'smtpPassword', failure, options);
  if (SENT_ENOUGH.test(response)) return connectorError('quota', 'too-many-attempts', undefined, failure, options, HOUR_MS);
  if (responseCode >= 500) return refusal(failure, to, options);
  if (responseCode >= 400) return deferral(failure, options);
  if (code === 'EMESSAGE') return refused('too-large', '', options, failure);
  if (isHandedOver) return new OutcomeUnknownError('the connection was lost after the mail was handed over', { cause: error });
  return signInFailure(error, options);
}

function refusal(failure: SmtpError, to: string, options: SmtpOptions): ReplyRefusedError {
  const { response = '', command } = failure;
  if (NOT_ASCII.test(to) && command !== 'DATA') return refused('address-not-supported', response, options, failure);
  if (TOO_LARGE.test(response)) return refused('too-large', response, options, failure);
  if (command === 'MAIL FROM') return refused('sender-refused', response, options, failure);
  if (command !== 'RCPT TO') return refused('message-refused', response, options, failure);
  return NO_SUCH_ADDRESS.test(response) ? refused('address-unknown', response, options, failure, 'address-unknown') : refused('recipient-refused', response, options, failure);
}

/** Of what servers say for now only a limit is more than "later"; nothing in it asks a person to act. */
function deferral(failure: SmtpError, options: SmtpOptions): ConnectorError {
  const judged = connectionFailure({ message: failure.message, response: failure.response }, options);
  return judged.failureClass === 'quota' ? judged : connectorError('provider', 'temporarily-unavailable', undefined, failure, options);
}

const TEXTS = {
  'too-large': { ru: 'Письмо слишком велико для {host}: уберите часть вложений.', en: 'The mail is too large for {host}: leave some attachments out.' },
  'sender-refused': { ru: '{host} не разрешает отправлять с адреса {from}: проверьте адрес ответов и имя для входа.', en: '{host} does not let {from} send: check the address of replies and the sign-in name.' },
  'address-unknown': { ru: 'Такого адреса нет: проверьте его или свяжитесь с клиентом иначе.', en: 'There is no such address: check it, or reach the customer in another way.' },
  'recipient-refused': { ru: '{host} не принял адрес клиента.', en: '{host} refused the customer’s address.' },
  'message-refused': { ru: '{host} не принял письмо.', en: '{host} refused the mail.' },
  'address-not-supported': { ru: '{host} не умеет отправлять на такой адрес: в нём нелатинские буквы до знака @.', en: '{host} can not send to such an address: it has letters other than Latin ones before the @.' },
} as const satisfies Record<string, Localized>;

function refused(code: keyof typeof TEXTS, response: string, { outgoing: { access, from } }: SmtpOptions, cause: SmtpError, closed?: string): ReplyRefusedError {
  const words = cleanWords(response);
  const fill = (text: string) => text.replace('{host}', access.host).replace('{from}', from);
  const { ru, en } = TEXTS[code];
  const detail = { ru: `${fill(ru)}${words && ` Ответ сервера: «${words}».`}`, en: `${fill(en)}${words && ` The server said: "${words}".`}` };
  return new ReplyRefusedError(code, detail, closed, { cause });
}
