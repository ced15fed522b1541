import type { OutgoingReply } from '@tributary/channel';

/** A message of the Bot API that a reply is made of. */
export type OutgoingMessage =
  | { readonly method: 'sendMessage'; readonly text: string }
  | { readonly method: 'sendPhoto' | 'sendDocument'; readonly field: 'photo' | 'document'; readonly file: OutgoingReply['attachments'][number]; readonly caption: string };

const MOST_CAPTION = 1_024;
const MOST_PHOTO_BYTES = 10 * 1024 * 1024;
const PHOTO = /^image\/(jpeg|png|webp)$/;

/** The text and each file are a message of their own, but for a short text with one file, which is its caption. */
export function messagesOf({ text, attachments }: Pick<OutgoingReply, 'text' | 'attachments'>): OutgoingMessage[] {
  const isCaption = attachments.length === 1 && text.length <= MOST_CAPTION;
  return [
    ...(text !== '' && !isCaption ? [{ method: 'sendMessage' as const, text }] : []),
    ...attachments.map((file) => ({ ...wayOf(file), file, caption: isCaption ? text : '' })),
  ];
}

function wayOf({ mediaType, sizeBytes }: OutgoingReply['attachments'][number]): { method: 'sendPhoto'; field: 'photo' } | { method: 'sendDocument'; field: 'document' } {
  return PHOTO.test(mediaType) && sizeBytes <= MOST_PHOTO_BYTES ? { method: 'sendPhoto', field: 'photo' } : { method: 'sendDocument', field: 'document' };
}
