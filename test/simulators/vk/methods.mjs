import { randomBytes } from 'node:crypto';
import { ApiError } from './api-error.mjs';

const MOST_SERVERS = 10;
const MOST_TITLE = 14;
const MOST_SECRET = 50;
const MOST_TEXT = 4_096;
const FIRST_CHAT = 2_000_000_000;
const INT32 = 2 ** 31;

/** Methods of the API: the right each needs, and `(group, params, server) => response`. */
export const METHODS = {
  'groups.getById': [undefined, groupsById],
  'groups.getLongPollSettings': ['manage', ({ longPoll: { is_enabled, api_version, events } }) => ({ is_enabled, api_version, events })],
  'groups.setLongPollSettings': ['manage', setLongPollSettings],
  'groups.getLongPollServer': ['manage', (group, _, server) => longPollServer(group, server)],
  'groups.getCallbackConfirmationCode': ['manage', ({ confirmationCode }) => ({ code: confirmationCode })],
  'groups.getCallbackServers': ['manage', ({ servers }) => ({ count: servers.length, items: servers.map((server) => server.shown()) })],
  'groups.addCallbackServer': ['manage', addCallbackServer],
  'groups.editCallbackServer': ['manage', editCallbackServer],
  'groups.deleteCallbackServer': ['manage', (group, params) => (group.removeServer(serverOf(group, params)), 1)],
  'groups.setCallbackSettings': ['manage', setCallbackSettings],
  'users.get': [undefined, usersGet],
  'messages.getConversations': ['messages', getConversations],
  'messages.getHistory': ['messages', getHistory],
  'messages.getById': ['messages', messagesById],
  'messages.send': ['messages', sendMessage],
  'messages.sendMessageEventAnswer': ['messages', (group, { event_id }) => (group.answered.push(String(event_id)), 1)],
  'messages.isMessagesFromGroupAllowed': ['messages', (group, { user_id }) => ({ is_allowed: group.peers.has(Number(user_id)) && !group.denied.has(Number(user_id)) ? 1 : 0 })],
  'photos.getMessagesUploadServer': ['photos', (group, _, server) => ({ upload_url: server.uploadUrl(group, 'photo'), album_id: -64, group_id: group.id })],
  'photos.saveMessagesPhoto': ['photos', savePhoto],
  'docs.getMessagesUploadServer': ['docs', (group, _, server) => ({ upload_url: server.uploadUrl(group, 'file') })],
  'docs.save': ['docs', saveDoc],
};

/** Up to 5.139 a list, later an object. */
function groupsById({ id, name, screenName }, { v }) {
  const groups = [{ id, name, screen_name: screenName, is_closed: 0, type: 'group' }];
  return Number(v.split('.')[1]) >= 140 ? { groups, profiles: [] } : groups;
}

function setLongPollSettings(group, { enabled, api_version, ...events }) {
  const { longPoll } = group;
  if (enabled !== undefined) longPoll.is_enabled = Number(enabled) === 1;
  if (api_version) longPoll.api_version = api_version;
  longPoll.events = { ...longPoll.events, ...chosen(events) };
  return 1;
}

function longPollServer(group, server) {
  if (!group.longPoll.is_enabled) throw new ApiError(100, 'longpoll for this group is not enabled');
  return { key: group.longPoll.key, server: `${server.url}/lp/${group.id}`, ts: String(group.longPoll.beginsAtOldest ? group.queue.oldest : group.queue.ts) };
}

function addCallbackServer(group, { url = '', title = '', secret_key = '' }) {
  if (group.servers.length >= MOST_SERVERS) throw new ApiError(2000);
  checkServer({ url, title, secret_key });
  group.renewCode();
  return { server_id: group.addServer({ url, title, secret_key }).id };
}

function editCallbackServer(group, { url = '', title = '', secret_key = '', ...params }) {
  checkServer({ url, title, secret_key });
  const server = serverOf(group, params);
  Object.assign(server, { url, title, secret_key });
  void server.confirm();
  return 1;
}

function checkServer({ url, title, secret_key }) {
  if (!URL.canParse(url)) throw new ApiError(100, 'url is invalid');
  if (title === '' || title.length > MOST_TITLE) throw new ApiError(100, 'title should be less than 14 letters');
  if (secret_key.length > MOST_SECRET) throw new ApiError(100, 'secret_key should be less than 50 letters');
}

function setCallbackSettings(group, { server_id, api_version, ...events }) {
  const server = serverOf(group, { server_id });
  if (api_version) server.api_version = api_version;
  for (const [name, isOn] of Object.entries(chosen(events))) {
    if (isOn) server.events.add(name);
    else server.events.delete(name);
  }
  return 1;
}

function serverOf({ servers }, { server_id }) {
  const server = servers.find(({ id }) => id === Number(server_id));
  if (!server) throw new ApiError(100, 'server_id is invalid');
  return server;
}

function chosen(params) {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !['group_id', 'access_token', 'v'].includes(name)).map(([name, value]) => [name, Number(value) === 1]));
}

function usersGet(group, { user_ids = '' }) {
  const ids = String(user_ids).split(',').filter(Boolean).map(Number);
  if (ids.length > 1_000) throw new ApiError(100, 'user_ids is invalid');
  return ids.filter((id) => id > 0).map((id) => ({ is_closed: false, can_access_closed: true, ...group.userOf(id) }));
}

const page = (items, { offset = 0, count = 20 }) => items.slice(Number(offset), Number(offset) + Math.min(Number(count), 200));

function getConversations(group, params) {
  const items = [...group.peers].map(([id, list]) => ({ conversation: { peer: { id, type: id > FIRST_CHAT ? 'chat' : 'user', local_id: id } }, last_message: list.at(-1) }));
  items.sort((a, b) => b.last_message.date - a.last_message.date);
  return { count: items.length, items: page(items, params) };
}

function getHistory(group, params) {
  const items = [...(group.peers.get(Number(params.peer_id)) ?? [])].reverse();
  return { count: items.length, items: page(items, params) };
}

function messagesById(group, { message_ids, cmids, peer_id }) {
  const all = [...group.peers.values()].flat();
  const items = message_ids ? all.filter(({ id }) => String(message_ids).split(',').includes(String(id))) : String(cmids).split(',').flatMap((number) => group.messageOf(peer_id, number) ?? []);
  // In full, whatever was cut when it was told.
  return { count: items.length, items: items.map(({ is_cropped: _, whole_text, ...message }) => ({ ...message, ...(whole_text && { text: whole_text }) })) };
}

/** What the customer then sees. */
function sendMessage(group, { peer_id, user_id, random_id, message: text = '', attachment = '', reply_to, payload, keyboard }, server) {
  const peerId = Number(peer_id ?? user_id);
  if (!Number.isSafeInteger(peerId) || peerId <= 0) throw new ApiError(100, 'peer_id is invalid');
  if (random_id === undefined || !(Math.abs(Number(random_id)) < INT32)) throw new ApiError(100, 'random_id is a required parameter');
  if (text === '' && attachment === '') throw new ApiError(100, 'message is empty or invalid');
  // In what unit VK counts is not published: the smaller one.
  if (text.length > MOST_TEXT) throw new ApiError(914);
  const before = group.repeated(peerId, Number(random_id));
  if (before !== undefined) return before;
  if (group.blacklist.has(peerId)) throw new ApiError(900);
  if (!group.peers.has(peerId) || group.denied.has(peerId)) throw new ApiError(peerId > FIRST_CHAT ? 917 : 901);
  const attachments = attachment === '' ? [] : attachment.split(',').map((name) => server.attachmentOf(name));
  const message = group.keep({
    from_id: -group.id, peer_id: peerId, text, random_id: Number(random_id), attachments, admin_author_id: 1,
    ...(reply_to && { reply_to }), ...(payload && { payload }), ...(keyboard && { keyboard }),
  });
  group.remember(peerId, Number(random_id), message.id);
  group.tell('message_reply', { ...message });
  return message.id;
}

function savePhoto(group, { server: id, photo, hash }, server) {
  const { bytes } = server.uploaded(`${id} ${photo} ${hash}`);
  const { id: fileId, url } = server.keepFile(bytes);
  const saved = { id: fileId, owner_id: -group.id, access_key: randomBytes(4).toString('hex'), date: group.now(), sizes: [{ type: 'w', width: 100, height: 100, url }] };
  server.keepAttachment('photo', saved);
  return [saved];
}

function saveDoc(group, { file, title }, server) {
  const { bytes, name } = server.uploaded(file);
  const { id, url } = server.keepFile(bytes);
  const saved = { id, owner_id: -group.id, access_key: randomBytes(4).toString('hex'), title: title ?? name, size: bytes.length, ext: String(title ?? name).split('.').pop(), url, date: group.now(), type: 1 };
  server.keepAttachment('doc', saved);
  return { type: 'doc', doc: saved };
}
