import { type OutgoingReply, splitText } from '@tributary/channel';

/** A message of the Bot API that a reply is made of. */
export type OutgoingMessage =
  | { readonly method: 'sendMessage'; readonly text: string }
  | { readonly method: 'sendPhoto' | 'sendDocument'; readonly field: 'photo' | 'document'; readonly file: OutgoingReply['attachments'][number]; readonly caption: string };

/** Of one message, and of a caption. In what unit Telegram counts is not published; UTF-16, in which it counts entities, is the smallest. */
const MOST_TEXT = 4_096;
const MOST_CAPTION = 1_024;
const MOST_PHOTO_BYTES = 10 * 1024 * 1024;
const PHOTO = /^image\/(jpeg|png|webp)$/;

/** The text and each file are a message of their own, but for a short text with one file, which is its caption, and a long one, which is several. */
export function messagesOf({ text, attachments }: Pick<OutgoingReply, 'text' | 'attachments'>): OutgoingMessage[] {
  const isCaption = attachments.length === 1 && text.length <= MOST_CAPTION;
  return [
    ...(isCaption ? [] : splitText(text, MOST_TEXT).map((part) => ({ method: 'sendMessage' as const, text: part }))),
    ...attachments.map((file) => ({ ...wayOf(file), file, caption: isCaption ? text : '' })),
  ];
}

function wayOf({ mediaType, sizeBytes }: OutgoingReply['attachments'][number]): { method: 'sendPhoto'; field: 'photo' } | { method: 'sendDocument'; field: 'document' } {
  return PHOTO.test(mediaType) && sizeBytes <= MOST_PHOTO_BYTES ? { method: 'sendPhoto', field: 'photo' } : { method: 'sendDocument', field: 'document' };
}
