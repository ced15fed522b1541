import { ApiError, tooMany } from './api-error.mjs';

const SECRET = /^[\w-]*$/;
const PORTS = new Set(['', '443', '80', '88', '8443']);
const MOST_TEXT = 4_096;
const MOST_CAPTION = 1_024;

/** Methods of the Bot API, by their names in lower case: `(bot, params, { gone, strict }) => result`. */
export const METHODS = {
  getme: (bot) => bot.user,
  getupdates: (bot, params, { gone }) => bot.getUpdates(params, gone),
  setwebhook: setWebhook,
  deletewebhook: (bot, { drop_pending_updates }) => {
    bot.webhook = undefined;
    if (drop_pending_updates) bot.queue.drop();
    return true;
  },
  getwebhookinfo: webhookInfo,
  getfile: (bot, { file_id }) => bot.files.describe(file_id),
  answercallbackquery: (bot, { callback_query_id }) => {
    if (!callback_query_id) throw new ApiError(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid');
    bot.answered.push(String(callback_query_id));
    return true;
  },
  sendmessage: (bot, params) => send(bot, params, { text: textOf(params.text, MOST_TEXT) }),
  sendphoto: (bot, params) => sendFile(bot, params, 'photo'),
  senddocument: (bot, params) => sendFile(bot, params, 'document'),
  sendvideo: (bot, params) => sendFile(bot, params, 'video'),
  sendaudio: (bot, params) => sendFile(bot, params, 'audio'),
  sendvoice: (bot, params) => sendFile(bot, params, 'voice'),
  sendanimation: (bot, params) => sendFile(bot, params, 'animation'),
  sendlocation: (bot, params) => send(bot, params, { location: { latitude: params.latitude, longitude: params.longitude } }),
  sendcontact: (bot, params) => send(bot, params, { contact: { phone_number: params.phone_number, first_name: params.first_name } }),
  editmessagetext: (bot, params) => {
    const message = sentMessage(bot, params);
    return Object.assign(message, { text: textOf(params.text, MOST_TEXT), edit_date: bot.now() });
  },
  deletemessage: (bot, params) => {
    const message = sentMessage(bot, params);
    bot.chats.set(message.chat.id, bot.chats.get(message.chat.id).filter((each) => each !== message));
    return true;
  },
  sendchataction: (bot, params) => (chatOf(bot, params.chat_id), true),
};

function setWebhook(bot, { url = '', secret_token = '', max_connections = 40, allowed_updates, drop_pending_updates }, { strict }) {
  const at = Date.now();
  if (bot.webhookSetAt !== undefined && at - bot.webhookSetAt < 1_000 && strict) throw tooMany(1);
  bot.webhookSetAt = at;
  if (secret_token.length > 256) throw new ApiError(400, 'Bad Request: secret token is too long');
  if (!SECRET.test(secret_token)) throw new ApiError(400, 'Bad Request: secret token contains unallowed characters');
  if (url === '') {
    bot.webhook = undefined;
    return true;
  }
  checkUrl(url, strict);
  bot.endPoll(new ApiError(409, 'Conflict: terminated by setWebhook request'));
  if (drop_pending_updates) bot.queue.drop();
  if (allowed_updates) bot.allowedUpdates = allowed_updates;
  bot.webhook = { url, ...(secret_token && { secret: secret_token }), maxConnections: Math.min(Math.max(max_connections, 1), 100), lastError: bot.webhook?.url === url ? bot.webhook.lastError : undefined };
  bot.deliveries.go();
  return true;
}

/** @param {string} url @param {boolean} strict  as the official server, which takes https on its ports only */
function checkUrl(url, strict) {
  if (!URL.canParse(url)) throw new ApiError(400, 'Bad Request: invalid webhook URL specified');
  const { protocol, port } = new URL(url);
  if (!strict) return;
  if (protocol !== 'https:') throw new ApiError(400, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook');
  if (!PORTS.has(port)) throw new ApiError(400, 'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
}

function webhookInfo(bot) {
  const { webhook } = bot;
  return {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.queue.pending.length,
    ...(webhook && { max_connections: webhook.maxConnections, ip_address: '127.0.0.1' }),
    ...(bot.allowedUpdates && { allowed_updates: bot.allowedUpdates }),
    ...(webhook?.lastError && { last_error_date: webhook.lastError.date, last_error_message: webhook.lastError.message }),
  };
}

function textOf(text, most) {
  if (typeof text !== 'string' || text.trim() === '') throw new ApiError(400, 'Bad Request: message text is empty');
  if (text.length > most) throw new ApiError(400, 'Bad Request: message is too long');
  return text;
}

function sendFile(bot, params, kind) {
  const { caption = '' } = params;
  if (caption.length > MOST_CAPTION) throw new ApiError(400, 'Bad Request: message caption is too long');
  const given = params[kind];
  if (given === undefined || given === '') throw new ApiError(400, `Bad Request: there is no ${kind} in the request`);
  const file = given.bytes ? bot.files.add(given.bytes, { folder: `${kind}s` }) : typeof given === 'string' && given.includes('://') ? bot.files.add(Buffer.from(given)) : bot.files.describe(given);
  const described = { ...file, ...(given.name && { file_name: given.name, mime_type: given.type }) };
  return send(bot, params, { [kind]: kind === 'photo' ? [{ ...described, width: 90, height: 90 }] : described, ...(caption && { caption }) });
}

/** What the customer then sees. */
function send(bot, params, content) {
  const chat = chatOf(bot, params.chat_id);
  bot.limits.count(chat.id);
  const { reply_parameters, reply_markup, business_connection_id, message_thread_id } = params;
  const message = {
    message_id: bot.nextMessageId(chat.id),
    from: bot.user,
    chat,
    date: bot.now(),
    ...(business_connection_id && { business_connection_id }),
    ...(message_thread_id && { message_thread_id }),
    ...(reply_parameters && { reply_to_message: { message_id: reply_parameters.message_id } }),
    ...content,
    ...(reply_markup && { reply_markup }),
  };
  return bot.keep(message);
}

function chatOf(bot, id) {
  const moved = bot.migrated.get(Number(id));
  if (moved !== undefined) throw new ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: moved });
  const chat = bot.known.get(Number(id));
  if (!chat) throw new ApiError(400, 'Bad Request: chat not found');
  if (bot.blockedBy.has(chat.id)) throw new ApiError(403, 'Forbidden: bot was blocked by the user');
  return chat;
}

function sentMessage(bot, { chat_id, message_id }) {
  const message = bot.chats.get(chatOf(bot, chat_id).id)?.find((each) => each.message_id === message_id && each.from === bot.user);
  if (!message) throw new ApiError(400, 'Bad Request: message to edit not found');
  return message;
}
