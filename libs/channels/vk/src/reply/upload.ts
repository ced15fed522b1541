import type { OutgoingReply, ReplySession } from '@tributary/channel';
import { z } from 'zod';
import type { VkApi } from '../api/client.js';
import type { Settings } from '../settings.js';

type File = OutgoingReply['attachments'][number];

const PHOTO = /^image\/(jpeg|png|gif|webp)$/;
const MOST_PHOTO_BYTES = 20 * 1024 * 1024;

const serverSchema = z.object({ upload_url: z.string() });
const photoSchema = z.object({ server: z.coerce.string(), photo: z.string(), hash: z.string() });
const docSchema = z.object({ file: z.string() });
const savedSchema = z.object({ id: z.int(), owner_id: z.int(), access_key: z.string().optional() });
const savedDocSchema = z.object({ doc: savedSchema });

/** Uploads the files of a reply. @returns their names for `messages.send`: "photo1_2_key,doc3_4" */
export async function uploadAll(api: VkApi, peerId: number, { attachments }: OutgoingReply, session: ReplySession<Settings>): Promise<string> {
  const names: string[] = [];
  for (const file of attachments) names.push(await (isPhoto(file) ? uploadPhoto : uploadDoc)(api, peerId, file, session));
  return names.join(',');
}

function isPhoto({ mediaType, sizeBytes }: File): boolean {
  return PHOTO.test(mediaType) && sizeBytes <= MOST_PHOTO_BYTES;
}

async function uploadPhoto(api: VkApi, peerId: number, file: File, { signal, read }: ReplySession<Settings>): Promise<string> {
  const { upload_url } = await api.call('photos.getMessagesUploadServer', { peer_id: peerId }, serverSchema, signal);
  const uploaded = await api.upload(upload_url, { field: 'photo', ...file, bytes: await read(file.sha256) }, photoSchema, signal);
  const [saved] = await api.call('photos.saveMessagesPhoto', uploaded, z.array(savedSchema).min(1), signal);
  return nameOf('photo', saved!);
}

async function uploadDoc(api: VkApi, peerId: number, file: File, { signal, read }: ReplySession<Settings>): Promise<string> {
  const { upload_url } = await api.call('docs.getMessagesUploadServer', { type: 'doc', peer_id: peerId }, serverSchema, signal);
  const uploaded = await api.upload(upload_url, { field: 'file', ...file, bytes: await read(file.sha256) }, docSchema, signal);
  const { doc } = await api.call('docs.save', { ...uploaded, title: file.name }, savedDocSchema, signal);
  return nameOf('doc', doc);
}

function nameOf(type: string, { id, owner_id, access_key }: z.output<typeof savedSchema>): string {
  return `${type}${owner_id}_${id}${access_key ? `_${access_key}` : ''}`;
}
