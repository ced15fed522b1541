import type { Channel } from '../channel.js';
import type { Account } from './account.js';
import { maskSecrets, secretPaths, type Settings } from './secret-settings.js';

/** An account as the API shows it. */
export interface AccountView {
  readonly id: string;
  readonly channel: string;
  readonly name: string;
  readonly line: string;
  /** Defaults filled in, secrets masked. */
  readonly settings: Settings;
  /** Where the provider, or the web form, sends to; absent for channels that nobody outside calls. */
  readonly webhookUrl?: string;
  readonly status: AccountStatus;
  readonly createdAt: string;
}

/** `faulty`: its settings don't pass (any more), a person must act. `unknown-channel`: this version has no such channel. */
export type AccountStatus = 'active' | 'faulty' | 'unknown-channel';

export function showAccount(account: Account, channel: Channel | undefined, publicUrl: string): AccountView {
  const webhookUrl = channel && webhookUrlOf(channel, account.id, publicUrl);
  const { id, name, line, defaultRegion, createdAt } = account;
  const parsed = channel?.settings.safeParse(account.settings);
  const settings = parsed?.success ? (parsed.data as Settings) : account.settings;
  return {
    id,
    channel: account.channel,
    name,
    line,
    settings: { ...(channel ? maskSecrets(settings, secretPaths(channel.settings)) : {}), defaultRegion },
    ...(webhookUrl && { webhookUrl }),
    status: parsed === undefined ? 'unknown-channel' : parsed.success ? 'active' : 'faulty',
    createdAt: createdAt.toISOString(),
  };
}

/** Where the provider, or the web form, sends to; none for channels that nobody outside calls. */
export function webhookUrlOf({ name, webhook }: Pick<Channel, 'name' | 'webhook'>, id: string, publicUrl: string): string | undefined {
  const path = webhook && webhookPath(name, id);
  return path && `${publicUrl}${path}`;
}

/** Forms have a short address of their own; contacts by the API come in behind its roles, never by a public address. */
function webhookPath(channel: string, id: string): string | undefined {
  if (channel === FORM_CHANNEL) return `/f/${id}`;
  return channel === API_CHANNEL ? undefined : `/webhooks/${channel}/${id}`;
}

export const FORM_CHANNEL = 'form';
export const API_CHANNEL = 'api';
