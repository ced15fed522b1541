import { z } from 'zod';
import type { VkApi } from './client.js';

const groupSchema = z.object({ id: z.int(), name: z.string().default(''), screen_name: z.string().default('') });
/** An array up to version 5.139, an object with one since. */
const groupsSchema = z.union([z.array(groupSchema), z.object({ groups: z.array(groupSchema) }).transform(({ groups }) => groups)]);
const userSchema = z.object({ id: z.int(), first_name: z.string().default(''), last_name: z.string().default(''), deactivated: z.string().optional() });
const longPollServerSchema = z.object({ key: z.string(), server: z.string(), ts: z.coerce.string() });
const longPollSettingsSchema = z.object({ is_enabled: z.coerce.boolean(), api_version: z.string().optional(), events: z.record(z.string(), z.coerce.boolean()).default({}) });
const serverSchema = z.object({ id: z.int(), url: z.string().default(''), secret_key: z.string().default(''), status: z.string().default('') });
const peerSchema = z.object({ conversation: z.object({ peer: z.object({ id: z.int() }) }), last_message: z.object({ date: z.int() }).optional() });
const historySchema = z.object({ count: z.int().default(0), items: z.array(z.unknown()) });

export type Group = z.output<typeof groupSchema>;
export type CallbackServer = z.output<typeof serverSchema>;

const any = z.unknown();

/** Whose token it is; a token of a user or an application names none. */
export async function ownGroup(api: VkApi, signal: AbortSignal): Promise<Group | undefined> {
  return (await api.call('groups.getById', {}, groupsSchema, signal))[0];
}

/** At most 1000. */
export async function usersOf(api: VkApi, ids: readonly number[], language: 'ru' | 'en', signal: AbortSignal) {
  return api.call('users.get', { user_ids: ids.join(','), lang: language }, z.array(userSchema), signal);
}

export const longPoll = {
  server: (api: VkApi, group_id: number, signal: AbortSignal) => api.call('groups.getLongPollServer', { group_id }, longPollServerSchema, signal),
  settings: (api: VkApi, group_id: number, signal: AbortSignal) => api.call('groups.getLongPollSettings', { group_id }, longPollSettingsSchema, signal),
  enable: (api: VkApi, group_id: number, api_version: string, events: readonly string[], signal: AbortSignal) =>
    api.call('groups.setLongPollSettings', { group_id, enabled: 1, api_version, ...flags(events) }, any, signal),
};

export const callback = {
  code: async (api: VkApi, group_id: number, signal: AbortSignal) => (await api.call('groups.getCallbackConfirmationCode', { group_id }, z.object({ code: z.string().min(1) }), signal)).code,
  servers: async (api: VkApi, group_id: number, signal: AbortSignal) => (await api.call('groups.getCallbackServers', { group_id }, z.object({ items: z.array(serverSchema) }), signal)).items,
  add: async (api: VkApi, server: { group_id: number; url: string; title: string; secret_key: string }, signal: AbortSignal) =>
    (await api.call('groups.addCallbackServer', server, z.object({ server_id: z.int() }), signal)).server_id,
  edit: (api: VkApi, server: { group_id: number; server_id: number; url: string; title: string; secret_key: string }, signal: AbortSignal) => api.call('groups.editCallbackServer', server, any, signal),
  choose: (api: VkApi, group_id: number, server_id: number, api_version: string, events: readonly string[], signal: AbortSignal) =>
    api.call('groups.setCallbackSettings', { group_id, server_id, api_version, ...flags(events) }, any, signal),
};

export const messages = {
  /** Newest first. */
  conversations: async (api: VkApi, params: { group_id: number; offset: number; count: number }, signal: AbortSignal) => (await api.call('messages.getConversations', params, z.object({ items: z.array(peerSchema) }), signal)).items,
  /** Newest first. */
  history: async (api: VkApi, params: { group_id: number; peer_id: number; offset: number; count: number }, signal: AbortSignal) => (await api.call('messages.getHistory', params, historySchema, signal)).items,
  byId: async (api: VkApi, { group_id, peerId, messageId, number }: { group_id: number; peerId: number; messageId: number; number: number }, signal: AbortSignal) =>
    (await api.call('messages.getById', { group_id, ...(messageId > 0 ? { message_ids: messageId } : { peer_id: peerId, cmids: number }) }, historySchema, signal)).items[0],
  stopSpinning: (api: VkApi, params: { event_id: string; user_id: number; peer_id: number }, signal: AbortSignal) => api.call('messages.sendMessageEventAnswer', params, any, signal),
};

function flags(events: readonly string[]): Record<string, 1> {
  return Object.fromEntries(events.map((event) => [event, 1]));
}
