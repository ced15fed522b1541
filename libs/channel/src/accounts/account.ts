import type { Channel, ChannelAccount } from '../channel.js';
import type { SubmittingAccount } from '../intake/submission.js';
import { reachOf } from '../replies/reach.js';
import type { Settings } from './secret-settings.js';

/** An account as it is stored; secrets in clear, so never logged and never shown. */
export interface Account {
  readonly id: string;
  readonly channel: string;
  readonly name: string;
  readonly line: string;
  readonly defaultRegion: string;
  /** As they were given, secrets among them; defaults are filled in by the channel's schema whenever they are read. */
  readonly settings: Settings;
  readonly createdAt: Date;
}

/** An account that can work: its settings passed the channel's schema. */
export interface RunningAccount {
  readonly channel: Channel;
  readonly account: ChannelAccount;
  readonly submitting: SubmittingAccount;
}

/** The account can't work as it is configured (a secret is missing, a setting is wrong): a person must act. */
export class AccountFaultError extends Error {
  override readonly name = 'AccountFaultError';
  constructor(
    readonly accountId: string,
    /** Paths of settings that are wrong. */
    readonly settings: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`account ${accountId} can't run: ${settings.join(', ')}`, options);
  }
}

/** The installation's signature of an account's text. */
export type Sign = (accountId: string, text: string) => string;

/** @throws AccountFaultError */
export function runAccount(stored: Account, channel: Channel, sign?: Sign): RunningAccount {
  const settings = channel.settings.safeParse(stored.settings);
  if (!settings.success) {
    const paths = settings.error.issues.map(({ path }) => path.map(String).join('.'));
    throw new AccountFaultError(stored.id, paths, { cause: settings.error });
  }
  const { id, name, line, defaultRegion } = stored;
  const account: ChannelAccount = { id, name, line, defaultRegion, settings: settings.data, ...(sign && { sign: (text) => sign(id, text) }) };
  const reach = reachOf(channel, account);
  return { channel, account, submitting: { id, line, channel, ...(reach && { reach }) } };
}
