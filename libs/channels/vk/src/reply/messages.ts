import { type OutgoingReply, splitText } from '@tributary/channel';

/** Of one message. In what unit VK counts is not published: UTF-16 is the smallest. */
const MOST_TEXT = 4_096;

/** A message that a reply is made of. */
export interface OutgoingMessage {
  readonly text: string;
  readonly attachments: OutgoingReply['attachments'];
}

/** One, with its files; a long text is several, and the files go with the last. */
export function messagesOf({ text, attachments }: Pick<OutgoingReply, 'text' | 'attachments'>): OutgoingMessage[] {
  const texts = splitText(text, MOST_TEXT);
  return [...texts.slice(0, -1).map((part) => ({ text: part, attachments: [] })), { text: texts.at(-1) ?? '', attachments }];
}
