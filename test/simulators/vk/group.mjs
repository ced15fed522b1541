import { randomBytes } from 'node:crypto';
import { CallbackServer } from './callback-server.mjs';
import { EventQueue } from './event-queue.mjs';

const FIRST_CHAT = 2_000_000_000;
const REPEAT_SECONDS = 3_600;
const ALL_RIGHTS = ['manage', 'messages', 'photos', 'docs', 'wall'];

/** One community: its token, what happens in it, who is told of it, its conversations. */
export class Group {
  revoked = false;
  rights = new Set(ALL_RIGHTS);
  queue = new EventQueue();
  longPoll = { is_enabled: false, api_version: '5.103', events: {}, key: randomBytes(20).toString('hex'), beginsAtOldest: false };
  /** @type {CallbackServer[]} */
  servers = [];
  confirmationCode = randomBytes(4).toString('hex');
  /** Messages by conversation, as its people see them. @type {Map<number, any[]>} */
  peers = new Map();
  /** @type {Map<number, any>} */
  users = new Map();
  /** Who denied messages, and who is on the blacklist. */
  denied = new Set();
  blacklist = new Set();
  /** All events, told or not. */
  events = [];
  /** Buttons that were answered. */
  answered = [];
  comments = [];
  #messageId = 0;
  #repeats = new Map();
  #serverId = 0;

  /** @param {{ id: number, token: string, name: string, screenName: string, now: () => number, options: { pauseFactor: number, mostFailures: number } }} options */
  constructor({ id, token, name, screenName, now, options }) {
    Object.assign(this, { id, token, name, screenName, now, options });
  }

  /** Something happened that the community is told of. @param {string} type @param {unknown} object @returns {any} the event */
  tell(type, object) {
    const event = { type, event_id: randomBytes(20).toString('hex'), v: '5.199', group_id: this.id, object };
    this.events.push(event);
    if (this.longPoll.is_enabled && this.longPoll.events[type]) this.queue.add(event);
    for (const server of this.servers) server.bring(event);
    return event;
  }

  /** An event comes once more everywhere, with the same id. */
  tellAgain(event) {
    if (this.longPoll.is_enabled) this.queue.add(event);
    for (const server of this.servers) server.bringAgain(event);
  }

  userOf(id) {
    const user = this.users.get(Number(id)) ?? { id: Number(id), first_name: 'Customer', last_name: String(id) };
    this.users.set(user.id, user);
    return user;
  }

  /** Puts a message into a conversation. @param {any} message  with peer_id and from_id @returns {any} */
  keep(message) {
    const messages = this.peers.get(message.peer_id) ?? [];
    this.peers.set(message.peer_id, messages);
    const whole = {
      id: message.peer_id > FIRST_CHAT ? 0 : ++this.#messageId, date: this.now(), out: message.from_id < 0 ? 1 : 0, version: 10_001, attachments: [], conversation_message_id: messages.length + 1,
      fwd_messages: [], important: false, is_hidden: false, random_id: 0, text: '', ...message,
    };
    messages.push(whole);
    return whole;
  }

  messageOf(peerId, number) {
    return this.peers.get(Number(peerId))?.find((each) => each.conversation_message_id === Number(number));
  }

  /** The message that was sent with this random id within the last hour. */
  repeated(peerId, randomId) {
    const found = this.#repeats.get(`${peerId} ${randomId}`);
    return found && this.now() - found.at < REPEAT_SECONDS ? found.id : undefined;
  }

  remember(peerId, randomId, id) {
    if (randomId !== 0) this.#repeats.set(`${peerId} ${randomId}`, { id, at: this.now() });
  }

  /** The confirmation code changes whenever an address does. */
  renewCode() {
    this.confirmationCode = randomBytes(4).toString('hex');
  }

  addServer({ url, title = '', secret_key = '' }) {
    const server = new CallbackServer(this, { id: ++this.#serverId, url, title, secret_key }, this.options);
    this.servers.push(server);
    void server.confirm();
    return server;
  }

  removeServer(server) {
    server.stop();
    this.servers = this.servers.filter((each) => each !== server);
  }
}
