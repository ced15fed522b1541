import { BotApi } from '../api/client.js';
import { settingsSchema } from '../settings.js';
import { titleOf } from './check.js';

/** An account is not kept waiting for a name that only groups need. */
const LIMIT_MS = 5_000;

/**
 * Finds out the bot's username. When Telegram can't say, the settings stay as they were sent: the account stands without it, and
 * its status tells what is wrong.
 */
export async function complete(sent: Readonly<Record<string, unknown>>, signal: AbortSignal, called?: (name: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const settings = settingsSchema.safeParse(sent);
  if (!settings.success || settings.data.username !== undefined) return sent;
  try {
    const bot = await new BotApi(settings.data).getMe(AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]));
    called?.(titleOf(bot));
    return bot.username === undefined ? sent : { ...sent, username: bot.username };
  } catch {
    called?.('');
    return sent;
  }
}
