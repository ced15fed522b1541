import { VkApi } from '../api/client.js';
import { toConnectorError } from '../api/failures.js';
import { callback, ownGroup } from '../api/methods.js';
import { settingsSchema } from '../settings.js';
import { titleOf } from './check.js';

/** An account is not kept waiting for what is also found out later. */
const LIMIT_MS = 5_000;

/**
 * Finds out the community of the token, without which nothing works, and, for being called, the confirmation string: that is asked for
 * again whenever the address is given to VK, so the account may stand without it.
 * @throws ConnectorError  the community is not known, and can't be asked for
 */
export async function complete(sent: Readonly<Record<string, unknown>>, signal: AbortSignal, called?: (name: string) => void): Promise<Readonly<Record<string, unknown>>> {
  return withConfirmation(await withGroup(sent, signal, called), signal);
}

async function withGroup(sent: Readonly<Record<string, unknown>>, signal: AbortSignal, called?: (name: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const settings = settingsSchema.safeParse({ ...sent, groupId: sent['groupId'] ?? 1 });
  if (!settings.success || sent['groupId'] !== undefined) return sent;
  try {
    const group = await ownGroup(new VkApi(settings.data), signal);
    if (!group) return sent;
    called?.(titleOf(group));
    return { ...sent, groupId: group.id };
  } catch (error) {
    throw toConnectorError(error);
  }
}

async function withConfirmation(sent: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  const settings = settingsSchema.safeParse(sent);
  if (!settings.success || settings.data.mode !== 'callback' || settings.data.confirmation !== undefined) return sent;
  try {
    const confirmation = await callback.code(new VkApi(settings.data), settings.data.groupId, AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]));
    return { ...sent, confirmation };
  } catch {
    return sent;
  }
}
