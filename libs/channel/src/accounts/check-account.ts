import { isDeepStrictEqual } from 'node:util';
import { type Locale, type Log, Problem } from '@tributary/platform';
import type { Channel } from '../channel.js';
import { asConnectorError } from '../host/failure.js';
import type { CheckResult, FailureClass } from '../pull.js';
import '../texts.js';
import { type Account, runAccount, type RunningAccount } from './account.js';
import type { Settings } from './secret-settings.js';
import { withinLimit } from './within-limit.js';

/** What trying the credentials came to; texts in the language of the request. */
export type CheckAnswer =
  | {
      readonly ok: true;
      readonly title: string;
      /** Settings that were left out and found (host, port): sent with the account they needn't be looked for again. */
      readonly found?: Settings;
    }
  | { readonly ok: false; readonly failure: { readonly class: FailureClass; readonly code: string; readonly detail: string; readonly field?: string } };

interface CheckContext {
  readonly locale: Locale;
  readonly log: Log;
  readonly limitMs?: number;
}

/**
 * Tries an account's credentials with its provider. A channel that doesn't answer is given up after a time.
 * @throws Problem 409  the channel has no check
 */
export function checkAccount(running: RunningAccount, context: CheckContext): Promise<CheckAnswer> {
  requireCheck(running.channel);
  return answer(running.channel, context, (signal) => tryOut(running, signal));
}

/**
 * The same for an account that is not saved, with what has to be found out for it first.
 * @param sent  its settings as they were sent
 * @param draft  makes it; its problems are the answer's
 * @throws Problem 409  the channel has no check
 */
export function checkDraft(channel: Channel, sent: Settings, draft: (signal: AbortSignal) => Promise<Account>, context: CheckContext): Promise<CheckAnswer> {
  requireCheck(channel);
  return answer(channel, context, async (signal) => {
    const account = await draft(signal);
    const found = Object.fromEntries(Object.entries(account.settings).filter(([name, value]) => !isDeepStrictEqual(value, sent[name])));
    return { ...(await tryOut(runAccount(account, channel), signal)), ...(Object.keys(found).length > 0 && { found }) };
  });
}

async function tryOut({ channel, account }: RunningAccount, signal: AbortSignal): Promise<CheckResult> {
  const { title } = await channel.check!(account, signal);
  return { title };
}

/** @throws Problem 409  the channel has no check */
function requireCheck({ name, check }: Channel): void {
  if (!check) throw new Problem(409, 'capability-not-available', { params: { channel: name, capability: 'check' } });
}

async function answer(channel: Channel, { locale, log, limitMs }: CheckContext, work: (signal: AbortSignal) => Promise<CheckResult & { found?: Settings }>): Promise<CheckAnswer> {
  try {
    return { ok: true, ...(await withinLimit(work, limitMs)) };
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { failureClass, code, detail, field } = asConnectorError(error);
    if (failureClass === 'internal') log.error({ err: error, channel: channel.name }, 'check failed');
    return { ok: false, failure: { class: failureClass, code, detail: detail[locale], ...(field && { field }) } };
  }
}
