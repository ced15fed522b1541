import { mapOf } from '@tributary/channel';
import { cleanText, truncate } from '@tributary/contact';
import type { Context } from '../event/context.js';
import { type Attachment, forwardedSchema, type Message } from '../event/schema.js';
import { type FoundFile, readAttachment } from './attachments.js';
import { say } from './words.js';

/** Forwards of forwards, and so on: so deep at most. */
const MOST_DEPTH = 5;
const MOST_FORWARDS = 100;
const MOST_FILES = 50;
const QUOTE_CHARS = 200;

/** What a message or comment holds: words, and files that are to be fetched. */
export interface Contents {
  readonly text: string;
  readonly found: readonly FoundFile[];
}

export function contentsOf(text: string, attachments: readonly Attachment[], more: readonly (FoundFile | string)[], context: Context): Contents {
  const parts = [...attachments.map((attachment) => readAttachment(attachment, context)), ...more];
  const found = parts.filter((part): part is FoundFile => typeof part !== 'string');
  const words = parts.filter((part): part is string => typeof part === 'string');
  const byKey = new Map(found.slice(0, MOST_FILES).map((each) => [each.file.key, each]));
  return { text: cleanText([asShown(text), ...words].filter(Boolean).join('\n')).text, found: [...byKey.values()] };
}

/** "[id1|Anna]" is a mention, of which VK shows the name alone. */
function asShown(text: string): string {
  return text.replace(/\[(?:id|club|public|event)\d+\|([^\]|\n]+)\]/g, '$1');
}

/** What of a message is neither its text nor its attachments. */
export function besides({ fwd_messages, reply_message, geo, text, payload, attachments }: Message, context: Context): (FoundFile | string)[] {
  const { language } = context;
  const answered = reply_message?.text ? [`[${say(language, 'answered', { text: truncate(asShown(reply_message.text), QUOTE_CHARS) })}]`] : [];
  const isButton = text === '' && attachments.length === 0 && payload;
  return [
    ...answered,
    ...forwardsOf(fwd_messages, context, 0),
    ...(geo ? [`[${say(language, 'place', { at: placeOf(geo, language) })}]`] : []),
    ...(isButton ? [say(language, 'button', { label: truncate(payload, QUOTE_CHARS) })] : []),
  ];
}

function forwardsOf(messages: readonly unknown[], context: Context, depth: number): (FoundFile | string)[] {
  if (depth >= MOST_DEPTH) return [];
  return messages.slice(0, MOST_FORWARDS).flatMap((message) => {
    const forwarded = forwardedSchema.safeParse(message).data;
    if (!forwarded) return [];
    const { from_id, text, attachments, fwd_messages } = forwarded;
    const name = context.names.get(from_id) ?? (from_id < 0 ? `club${-from_id}` : `id${from_id}`);
    return [`[${say(context.language, 'forwarded', { name, text: asShown(text) })}]`, ...attachments.map((attachment) => readAttachment(attachment, context)), ...forwardsOf(fwd_messages, context, depth + 1)];
  });
}

function placeOf({ coordinates, place }: NonNullable<Message['geo']>, language: 'ru' | 'en'): string {
  const title = place?.title ?? '';
  return coordinates ? [title, mapOf(coordinates, language)].filter(Boolean).join(' ') : title;
}
