import { randomInt } from 'node:crypto';

/** What people do in Telegram, and how a bot is told of it. */
export class Customers {
  /** @param {import('./bot.mjs').Bot} bot */
  constructor(bot) {
    this.bot = bot;
  }

  /**
   * Somebody writes. @param {any} letter  `from` (a User, or its id), `chat` (private with the sender unless given), `kind` (member of the
   * update, "message" unless given), and any members of the Message
   * @returns {any} the message
   */
  write({ from, chat, kind = 'message', ...content }) {
    const user = userOf(from);
    const place = chat ?? privateChat(user);
    const message = { message_id: this.bot.nextMessageId(place.id), from: user, chat: place, date: this.bot.now(), ...withEntities(content) };
    this.bot.keep(message);
    this.bot.tell({ [kind]: message });
    return message;
  }

  /** So many photos, the caption on the first. @returns {any[]} messages */
  album({ count = 2, caption, photos, ...letter }) {
    const media_group_id = String(randomInt(2 ** 40));
    const given = photos ?? Array.from({ length: count }, (_, n) => `photo ${n}`);
    return given.map((bytes, n) => this.write({ ...letter, media_group_id, photo: this.photo(Buffer.from(bytes)), ...(n === 0 && caption && { caption }) }));
  }

  /** A card with a number: the sender's own unless `userId` is another's. */
  card({ phone, firstName, lastName, userId, ...letter }) {
    const own = userOf(letter.from);
    const contact = { phone_number: phone, first_name: firstName ?? own.first_name, ...(lastName && { last_name: lastName }), ...(userId !== null && { user_id: userId ?? own.id }) };
    return this.write({ ...letter, contact });
  }

  /** @param {any} letter  `bytes` (text or base64 with `encoding`), `name`, `mediaType`, `as` ("document"), `sizeBytes` where it is to be said otherwise */
  file({ bytes = '', encoding = 'utf8', name = 'file.bin', mediaType = 'application/octet-stream', as = 'document', sizeBytes, duration, ...letter }) {
    const stored = this.bot.files.add(Buffer.from(bytes, encoding), { folder: `${as}s`, extension: name.split('.').pop(), ...(sizeBytes !== undefined && { sizeBytes }) });
    const file = { ...stored, ...(as === 'document' && { file_name: name }), mime_type: mediaType, ...(duration !== undefined && { duration }) };
    return this.write({ ...letter, [as]: as === 'photo' ? [file] : file });
  }

  /** The customer changes a message. */
  edit({ chatId, messageId, kind, ...content }) {
    const message = this.bot.chats.get(chatId)?.find(({ message_id }) => message_id === messageId);
    if (!message) throw new RangeError('no such message');
    Object.assign(message, withEntities(content), { edit_date: Math.max(this.bot.now(), (message.edit_date ?? message.date) + 1) });
    this.bot.tell({ [kind ?? (message.business_connection_id ? 'edited_business_message' : message.chat.type === 'channel' ? 'edited_channel_post' : 'edited_message')]: { ...message } });
    return message;
  }

  /** A button of a message of the bot is pressed. */
  press({ from, chatId, messageId, data }) {
    const message = this.bot.chats.get(chatId)?.find(({ message_id }) => message_id === messageId);
    const query = { id: String(randomInt(2 ** 47)), from: userOf(from), chat_instance: String(chatId), data, ...(message && { message }) };
    this.bot.tell({ callback_query: query });
    return query;
  }

  /** The customer blocks the bot, or starts it again. */
  block({ from, blocked = true }) {
    const user = userOf(from);
    if (blocked) this.bot.blockedBy.add(user.id);
    else this.bot.blockedBy.delete(user.id);
    const statuses = blocked ? ['member', 'kicked'] : ['kicked', 'member'];
    const [old_chat_member, new_chat_member] = statuses.map((status) => ({ user: this.bot.user, status, ...(status === 'kicked' && { until_date: 0 }) }));
    this.bot.tell({ my_chat_member: { chat: privateChat(user), from: user, date: this.bot.now(), old_chat_member, new_chat_member } });
  }

  /** A group becomes a supergroup. @returns {any} its new chat */
  migrate({ chatId, from }) {
    const old = this.bot.known.get(chatId);
    if (!old) throw new RangeError('no such chat');
    const chat = { id: -1_000_000_000_000 - Math.abs(chatId), type: 'supergroup', title: old.title };
    const user = userOf(from ?? 1);
    this.write({ from: user, chat: old, migrate_to_chat_id: chat.id });
    this.bot.migrated.set(chatId, chat.id);
    this.write({ from: user, chat, migrate_from_chat_id: chatId });
    return chat;
  }

  /** Sizes of one picture. @param {Buffer} bytes */
  photo(bytes) {
    return [90, 320].map((width, n) => ({ ...this.bot.files.add(n === 0 ? bytes.subarray(0, 10) : bytes, { folder: 'photos', extension: 'jpg' }), width, height: width }));
  }
}

function userOf(from) {
  if (typeof from === 'object' && from !== null) return { is_bot: false, first_name: 'Customer', ...from };
  return { id: Number(from ?? 1_001), is_bot: false, first_name: 'Customer', language_code: 'ru' };
}

function privateChat({ id, first_name, last_name, username }) {
  return { id, type: 'private', first_name, ...(last_name && { last_name }), ...(username && { username }) };
}

/** A command at the beginning, mentions, addresses and numbers, as Telegram marks them. */
function withEntities(content) {
  const name = content.text !== undefined ? 'text' : 'caption';
  const text = content[name];
  const target = name === 'text' ? 'entities' : 'caption_entities';
  if (typeof text !== 'string' || content[target]) return content;
  const found = [['bot_command', /^\/\w+(?:@\w+)?/g], ['mention', /(?<![\w@])@\w{4,}/g], ['email', /[\w.+-]+@[\w-]+\.[\w.]+/g], ['phone_number', /\+\d[\d ()-]{8,}\d/g]].flatMap(([type, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({ type, offset: match.index, length: match[0].length })),
  );
  return found.length > 0 ? { ...content, [target]: found } : content;
}
