import type { ChannelAccount, CheckResult } from '@tributary/channel';
import { BotApi } from '../api/client.js';
import { toConnectorError } from '../api/failures.js';
import type { Settings } from '../settings.js';

/** Tries the token and names the bot: "Sales bot @acme_sales". Changes nothing. @throws ConnectorError */
export async function check({ settings }: ChannelAccount<Settings>, signal: AbortSignal): Promise<CheckResult> {
  try {
    const { first_name, username } = await new BotApi(settings).getMe(signal);
    return { title: username ? `${first_name} @${username}` : first_name };
  } catch (error) {
    throw toConnectorError(error);
  }
}
