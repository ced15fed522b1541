import { type Locale, type Log, Problem } from '@tributary/platform';
import { asConnectorError } from '../host/failure.js';
import { ConnectorError, type FailureClass } from '../pull.js';
import '../texts.js';
import type { RunningAccount } from './account.js';

/** What trying the credentials came to; texts in the language of the request. */
export type CheckAnswer =
  | { readonly ok: true; readonly title: string }
  | { readonly ok: false; readonly failure: { readonly class: FailureClass; readonly code: string; readonly detail: string; readonly field?: string } };

const LIMIT_MS = 30_000;

/**
 * Tries an account's credentials with its provider. A channel that doesn't answer is given up after a time.
 * @throws Problem 409  the channel has no check
 */
export async function checkAccount({ channel, account }: RunningAccount, locale: Locale, log: Log, limitMs = LIMIT_MS): Promise<CheckAnswer> {
  if (!channel.check) throw new Problem(409, 'capability-not-available', { params: { channel: channel.name, capability: 'check' } });
  const limit = new AbortController();
  let onLimit!: (error: ConnectorError) => void;
  const late = new Promise<never>((_, reject) => (onLimit = reject));
  const timer = setTimeout(() => {
    limit.abort();
    onLimit(tookTooLong());
  }, limitMs);
  try {
    const { title } = await Promise.race([channel.check(account, limit.signal), late]);
    return { ok: true, title };
  } catch (error) {
    const { failureClass, code, detail, field } = asConnectorError(error);
    if (failureClass === 'internal') log.error({ err: error, accountId: account.id, channel: channel.name }, 'check failed');
    return { ok: false, failure: { class: failureClass, code, detail: detail[locale], ...(field && { field }) } };
  } finally {
    clearTimeout(timer);
  }
}

function tookTooLong(): ConnectorError {
  return new ConnectorError('network', {
    code: 'check-timeout',
    detail: { ru: 'Сервер не ответил за отведённое время. Проверьте адрес и порт и попробуйте ещё раз.', en: 'The server did not answer in time. Look at address and port, and try again.' },
  });
}
