import type { ChannelAccount, CheckResult } from '@tributary/channel';
import { VkApi } from '../api/client.js';
import { failure, toConnectorError } from '../api/failures.js';
import { type Group, ownGroup } from '../api/methods.js';
import type { Settings } from '../settings.js';

/** Tries the token and names the community: "Acme doors @acme_doors". Changes nothing. @throws ConnectorError */
export async function check({ settings }: ChannelAccount<Settings>, signal: AbortSignal): Promise<CheckResult> {
  try {
    return { title: titleOf(await groupOf(new VkApi(settings), settings.groupId, signal)) };
  } catch (error) {
    throw toConnectorError(error);
  }
}

/** The community of the token, which has to be the one of the settings. @throws ConnectorError, and errors of the call */
export async function groupOf(api: VkApi, groupId: number, signal: AbortSignal): Promise<Group> {
  const group = await ownGroup(api, signal);
  if (!group) throw failure('credentials', 'not-a-group-token', '', { field: 'accessToken' });
  if (group.id !== groupId) throw failure('credentials', 'another-group', `${group.name} (${group.id})`, { field: 'groupId' });
  return group;
}

export function titleOf({ name, screen_name }: Group): string {
  return screen_name ? `${name} @${screen_name}` : name;
}
