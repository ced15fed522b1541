import type { Context } from '../update/context.js';
import type { Entity, Message } from '../update/schema.js';

/** In a group: the bot is mentioned, answered or commanded. */
export function isAddressed(message: Message, context: Context): boolean {
  if (message.reply_to_message?.from && String(message.reply_to_message.from.id) === context.botId) return true;
  const text = message.text ?? message.caption ?? '';
  return (message.entities ?? message.caption_entities ?? []).some((entity) => names(entity, text, context));
}

function names({ type, offset, length, user }: Entity, text: string, { botId, username }: Context): boolean {
  const word = text.slice(offset, offset + length);
  if (type === 'text_mention') return user !== undefined && String(user.id) === botId;
  if (type === 'mention') return isOurs(word.slice(1), username);
  if (type !== 'bot_command') return false;
  const addressee = word.split('@')[1];
  return addressee === undefined || isOurs(addressee, username);
}

/** While the username is not known, any bot's is taken for ours: a bot sees little else than what is meant for it. */
function isOurs(name: string, username: string | undefined): boolean {
  return username === undefined ? /bot$/i.test(name) : name.toLowerCase() === username.toLowerCase();
}
