import { type OutgoingReply, ReplyRefusedError, type ReplySession } from '@tributary/channel';
import { z } from 'zod';
import type { VkApi } from '../api/client.js';
import { BadAnswerError, VkError } from '../api/vk-error.js';
import type { Settings } from '../settings.js';
import { fileRefused, isAboutMessage } from './refusals.js';

type File = OutgoingReply['attachments'][number];

const PHOTO = /^image\/(jpeg|png|gif|webp)$/;
const MOST_PHOTO_BYTES = 20 * 1024 * 1024;

/** What the upload server answers, with whatever status, to a file that it doesn't take, and such statuses. */
const refusedSchema = z.object({ error: z.union([z.string(), z.looseObject({})]) });
const REFUSED: readonly number[] = [400, 413, 415, 422];

const serverSchema = z.object({ upload_url: z.string() });
const photoSchema = z.object({ server: z.coerce.string(), photo: z.string(), hash: z.string() });
const docSchema = z.object({ file: z.string() });
const savedSchema = z.object({ id: z.int(), owner_id: z.int(), access_key: z.string().optional() });
const savedDocSchema = z.object({ doc: savedSchema });

/** Messages whose uploads are remembered at most; who is forgotten uploads anew. */
const MOST_MESSAGES = 1_000;

/** What VK has of the files of messages that could not be sent yet: a try goes on where the one before it came to. */
export class Uploads {
  readonly #byMessage = new Map<string, string[]>();

  /** Names of its first files; those of the others are added to it. */
  of(message: string): string[] {
    const known = this.#byMessage.get(message);
    if (known) return known;
    if (this.#byMessage.size >= MOST_MESSAGES) this.forget(this.#byMessage.keys().next().value!);
    const names: string[] = [];
    this.#byMessage.set(message, names);
    return names;
  }

  forget(message: string): void {
    this.#byMessage.delete(message);
  }
}

/**
 * Uploads the files of a message.
 * @param names  of those that VK has already; the others' are added as they come there
 * @throws ReplyRefusedError  VK won't take one of them
 * @returns their names for `messages.send`: "photo1_2_key,doc3_4"
 */
export async function uploadAll(api: VkApi, peerId: number, attachments: readonly File[], names: string[], session: ReplySession<Settings>): Promise<string> {
  for (const file of attachments.slice(names.length)) names.push((await asPhoto(api, peerId, file, session)) ?? (await upload(uploadDoc, api, peerId, file, session)));
  return names.join(',');
}

type Way = (api: VkApi, peerId: number, file: File, session: ReplySession<Settings>) => Promise<string>;

/** @returns undefined  it is none, or none for VK: of a shape, or damaged so, that it takes it as a file at most */
async function asPhoto(api: VkApi, peerId: number, file: File, session: ReplySession<Settings>): Promise<string | undefined> {
  if (!isPhoto(file)) return undefined;
  try {
    return await upload(uploadPhoto, api, peerId, file, session);
  } catch (error) {
    if (!(error instanceof ReplyRefusedError)) throw error;
    return undefined;
  }
}

function upload(way: Way, ...[api, peerId, file, session]: Parameters<Way>): Promise<string> {
  return way(api, peerId, file, session).catch((error: unknown) => Promise.reject(told(error, file) as Error));
}

/** It is about this very file, and no other try would fare better. */
function told(error: unknown, { name }: File): unknown {
  if (error instanceof BadAnswerError && REFUSED.includes(error.status)) return fileRefused(name, `HTTP ${error.status}`, error);
  if (error instanceof VkError && SAVING.includes(error.method) && isAboutMessage(error)) return fileRefused(name, `${error.code} ${error.description}`, error);
  return error;
}

const SAVING: readonly string[] = ['photos.saveMessagesPhoto', 'docs.save'];

/** What the upload server says of the file. @throws ReplyRefusedError  no, or that nothing is left of the picture */
async function brought<T extends object>(api: VkApi, url: string, field: string, file: File, schema: z.ZodType<T>, { signal, read }: ReplySession<Settings>): Promise<T> {
  const answer = await api.upload(url, { field, ...file, bytes: await read(file.sha256) }, z.union([schema, refusedSchema]), signal);
  if (!('error' in answer)) return answer;
  throw fileRefused(file.name, typeof answer.error === 'string' ? answer.error : JSON.stringify(answer.error));
}

function isPhoto({ mediaType, sizeBytes }: File): boolean {
  return PHOTO.test(mediaType) && sizeBytes <= MOST_PHOTO_BYTES;
}

async function uploadPhoto(api: VkApi, peerId: number, file: File, session: ReplySession<Settings>): Promise<string> {
  const { upload_url } = await api.call('photos.getMessagesUploadServer', { peer_id: peerId }, serverSchema, session.signal);
  const uploaded = await brought(api, upload_url, 'photo', file, photoSchema, session);
  if (/^\s*(\[\s*\])?\s*$/.test(uploaded.photo)) throw fileRefused(file.name, 'photo: []');
  const [saved] = await api.call('photos.saveMessagesPhoto', uploaded, z.array(savedSchema).min(1), session.signal);
  return nameOf('photo', saved!);
}

async function uploadDoc(api: VkApi, peerId: number, file: File, session: ReplySession<Settings>): Promise<string> {
  const { upload_url } = await api.call('docs.getMessagesUploadServer', { type: 'doc', peer_id: peerId }, serverSchema, session.signal);
  const uploaded = await brought(api, upload_url, 'file', file, docSchema, session);
  const { doc } = await api.call('docs.save', { ...uploaded, title: file.name }, savedDocSchema, session.signal);
  return nameOf('doc', doc);
}

function nameOf(type: string, { id, owner_id, access_key }: z.output<typeof savedSchema>): string {
  return `${type}${owner_id}_${id}${access_key ? `_${access_key}` : ''}`;
}
