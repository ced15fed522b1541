import { lengthOf, megabytesOf, type PieceFile } from '@tributary/channel';
import { cleanName } from '@tributary/contact';
import { z } from 'zod';
import type { Context } from '../event/context.js';
import type { Attachment } from '../event/schema.js';
import { type Language, say, type Word } from './words.js';

/** A file of a message, and where VK has it for now. */
export interface FoundFile {
  readonly file: PieceFile;
  readonly url: string;
}

const url = z.string().max(8_192).refine((text) => URL.canParse(text));
const sizeSchema = z.object({ url, width: z.number().default(0), height: z.number().default(0) });
const mediaSchema = z.object({
  id: z.int().optional(), owner_id: z.int().optional(), access_key: z.string().max(200).optional(), title: z.string().max(1_000).optional(), artist: z.string().max(1_000).optional(),
  question: z.string().max(1_000).optional(), text: z.string().max(100_000).optional(), url: url.optional().catch(undefined), link_mp3: url.optional().catch(undefined),
  link_ogg: url.optional().catch(undefined), duration: z.number().optional().catch(undefined), size: z.number().min(0).optional().catch(undefined), ext: z.string().max(20).optional(),
  sticker_id: z.int().optional(), post_id: z.int().optional(), from_id: z.int().optional(), to_id: z.int().optional(), sizes: z.array(sizeSchema).max(100).optional().catch(undefined), images: z.array(sizeSchema).max(100).optional().catch(undefined),
  orig_photo: sizeSchema.optional().catch(undefined), price: z.object({ text: z.string().max(200).optional() }).optional().catch(undefined), transcript: z.string().max(100_000).optional(),
});
type Media = z.output<typeof mediaSchema>;

const FILES = {
  photo: { extension: '.jpg', mediaType: 'image/jpeg' },
  doc: { extension: '', mediaType: 'application/octet-stream' },
  audio_message: { extension: '.ogg', mediaType: 'audio/ogg' },
  sticker: { extension: '.png', mediaType: 'image/png' },
  graffiti: { extension: '.png', mediaType: 'image/png' },
} as const;
type FileKind = keyof typeof FILES;

/** Media types that customers' documents have; others are told by whoever opens them. */
const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf', jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', txt: 'text/plain', csv: 'text/csv', zip: 'application/zip', mp3: 'audio/mpeg', mp4: 'video/mp4',
  doc: 'application/msword', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', xls: 'application/vnd.ms-excel', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** What an attachment is: a file, or words that stand for it. */
export function readAttachment(attachment: Attachment, context: Context): FoundFile | string {
  const { type } = attachment;
  const media = mediaSchema.safeParse(attachment[type]).data;
  const file = media && isFileKind(type) ? fileOf(type, media, context) : undefined;
  return file ?? describe(type, media ?? {}, context.language);
}

function isFileKind(type: string): type is FileKind {
  return Object.hasOwn(FILES, type);
}

function fileOf(kind: FileKind, media: Media, { language, maxFileBytes }: Context): FoundFile | undefined {
  const found = urlOf(kind, media);
  if (found === undefined) return undefined;
  const ext = cleanName(media.ext ?? '').toLowerCase();
  const { extension, mediaType } = FILES[kind];
  const key = keyOf(kind, media);
  const name = cleanName(kind === 'doc' ? (media.title ?? '') : '') || `${key}${ext ? `.${ext}` : extension}`;
  const detail = kind === 'doc' ? name : kind === 'audio_message' && media.duration !== undefined ? lengthOf(media.duration) : '';
  const sizeBytes = Math.trunc(media.size ?? 0);
  const problem = sizeBytes > maxFileBytes ? tooBig(sizeBytes, maxFileBytes, language) : undefined;
  return {
    url: found,
    file: { key, name, label: [say(language, kind), detail].filter(Boolean).join(' '), mediaType: (kind === 'doc' && TYPES[ext]) || mediaType, sizeBytes, ...(problem && { problem }) },
  };
}

function urlOf(kind: FileKind, { sizes, images, orig_photo, url: own, link_ogg, link_mp3 }: Media): string | undefined {
  if (kind === 'audio_message') return link_ogg ?? link_mp3;
  if (kind === 'doc' || kind === 'graffiti') return own;
  return orig_photo?.url ?? [...(sizes ?? images ?? [])].sort((a, b) => b.width * b.height - a.width * a.height)[0]?.url;
}

/** "photo-1_2": VK's own name of it. */
function keyOf(kind: string, { owner_id = 0, id, sticker_id = 0 }: Media): string {
  return id === undefined ? `${kind}${sticker_id}` : `${kind}${owner_id}_${id}`;
}

export function tooBig(sizeBytes: number, maxFileBytes: number, language: Language): string {
  return say(language, 'tooBig', megabytesOf(sizeBytes, maxFileBytes));
}

const TITLED: readonly string[] = ['photo', 'doc', 'audio_message', 'sticker', 'graffiti', 'video', 'audio', 'link', 'market', 'wall', 'wall_reply', 'poll', 'article', 'podcast', 'video_playlist', 'gift', 'call', 'story'] satisfies Word[];

/** "[Video: A door https://vk.com/video-1_2]" */
function describe(type: string, media: Media, language: Language): string {
  if (!TITLED.includes(type)) return `[${say(language, 'unknown', { kind: cleanName(type).slice(0, 64) })}]`;
  const { title, artist, question, text, price } = media;
  const named = [artist, title ?? question ?? text?.slice(0, 200), price?.text].filter(Boolean).join(', ');
  return `[${[say(language, type as Word, { title: named }), linkOf(type, media)].filter(Boolean).join(' ')}]`;
}

function linkOf(type: string, { url: own, id, owner_id, to_id, from_id, post_id }: Media): string | undefined {
  if (type === 'link' || type === 'article') return own;
  const owner = owner_id ?? to_id ?? from_id;
  if (id === undefined || owner === undefined) return undefined;
  if (type === 'wall_reply') return `https://vk.com/wall${owner}_${post_id ?? 0}?reply=${id}`;
  return ['video', 'wall', 'poll', 'story', 'audio'].includes(type) ? `https://vk.com/${type}${owner}_${id}` : type === 'market' ? `https://vk.com/market${owner}?w=product${owner}_${id}` : undefined;
}
