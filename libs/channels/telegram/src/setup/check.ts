import type { ChannelAccount, CheckResult } from '@tributary/channel';
import { type Bot, BotApi } from '../api/client.js';
import { toConnectorError } from '../api/failures.js';
import type { Settings } from '../settings.js';

/** Tries the token and names the bot: "Sales bot @acme_sales". Changes nothing. @throws ConnectorError */
export async function check({ settings }: ChannelAccount<Settings>, signal: AbortSignal): Promise<CheckResult> {
  try {
    return { title: titleOf(await new BotApi(settings).getMe(signal)) };
  } catch (error) {
    throw toConnectorError(error);
  }
}

export function titleOf({ first_name, username }: Bot): string {
  return username ? `${first_name} @${username}` : first_name;
}
