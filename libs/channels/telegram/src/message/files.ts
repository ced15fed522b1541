import { lengthOf, megabytesOf, type PieceFile } from '@tributary/channel';
import { cleanName } from '@tributary/contact';
import type { Context } from '../update/context.js';
import type { Message, TelegramFile } from '../update/schema.js';
import { type Language, say, type Word } from './words.js';

/** A file of a message, and by what it is asked for. */
export interface FoundFile {
  readonly file: PieceFile;
  readonly fileId: string;
}

/** What a kind is called and taken for where the message doesn't say. */
interface Kind {
  readonly word: Word;
  readonly stem: string;
  readonly extension: string;
  readonly mediaType: string;
}

const KINDS = {
  photo: { word: 'photo', stem: 'photo', extension: '.jpg', mediaType: 'image/jpeg' },
  document: { word: 'document', stem: 'file', extension: '', mediaType: 'application/octet-stream' },
  voice: { word: 'voice', stem: 'voice', extension: '.ogg', mediaType: 'audio/ogg' },
  audio: { word: 'audio', stem: 'audio', extension: '.mp3', mediaType: 'audio/mpeg' },
  video: { word: 'video', stem: 'video', extension: '.mp4', mediaType: 'video/mp4' },
  videoNote: { word: 'videoNote', stem: 'video-message', extension: '.mp4', mediaType: 'video/mp4' },
  animation: { word: 'animation', stem: 'animation', extension: '.mp4', mediaType: 'video/mp4' },
  sticker: { word: 'sticker', stem: 'sticker', extension: '.webp', mediaType: 'image/webp' },
  movingSticker: { word: 'sticker', stem: 'sticker', extension: '.tgs', mediaType: 'application/x-tgsticker' },
  videoSticker: { word: 'sticker', stem: 'sticker', extension: '.webm', mediaType: 'video/webm' },
} as const satisfies Record<string, Kind>;

/** The files of a message; those that are too large come with the reason, and nobody asks for them. */
export function filesOf(message: Message, context: Context): FoundFile[] {
  const make = (kind: Kind, found: TelegramFile, detail = '') => toFile(kind, found, detail, message.message_id, context);
  const timed = (kind: Kind, found: TelegramFile) => make(kind, found, found.duration === undefined ? '' : lengthOf(found.duration));
  const { photo, document, voice, audio, video, video_note, animation, sticker, paid_media } = message;
  const paid = paid_media?.paid_media.flatMap((item) => [...largest(item.photo).map((each) => make(KINDS.photo, each)), ...(item.video ? [timed(KINDS.video, item.video)] : [])]);
  return [
    ...largest(photo).map((each) => make(KINDS.photo, each)),
    ...(animation ? [timed(KINDS.animation, animation)] : document ? [make(KINDS.document, document)] : []),
    ...(voice ? [timed(KINDS.voice, voice)] : []),
    ...(audio ? [make(KINDS.audio, audio, [audio.performer, audio.title].filter(Boolean).join(', '))] : []),
    ...(video ? [timed(KINDS.video, video)] : []),
    ...(video_note ? [timed(KINDS.videoNote, video_note)] : []),
    ...(sticker ? [make(sticker.is_animated ? KINDS.movingSticker : sticker.is_video ? KINDS.videoSticker : KINDS.sticker, sticker, sticker.emoji)] : []),
    ...(paid ?? []),
  ];
}

/** Sizes of one picture, the largest last. */
function largest(sizes: readonly TelegramFile[] = []): TelegramFile[] {
  return sizes.slice(-1);
}

function toFile({ word, stem, extension, mediaType }: Kind, found: TelegramFile, detail: string, messageId: number, { language, maxFileBytes }: Context): FoundFile {
  const { file_id: fileId, file_unique_id, file_size: sizeBytes = 0, file_name = '', mime_type } = found;
  const name = cleanName(file_name) || `${stem}_${messageId}${extension}`;
  const label = [say(language, word), cleanName(word === 'document' ? name : detail)].filter(Boolean).join(' ');
  const problem = sizeBytes > maxFileBytes ? tooBig(sizeBytes, maxFileBytes, language) : undefined;
  return { fileId, file: { key: file_unique_id || fileId, name, label, mediaType: cleanName(mime_type ?? '') || mediaType, sizeBytes, ...(problem && { problem }) } };
}

export function tooBig(sizeBytes: number, maxFileBytes: number, language: Language): string {
  return say(language, 'tooBig', megabytesOf(sizeBytes, maxFileBytes));
}
