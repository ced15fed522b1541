import { type OutgoingReply, type ReplySession, sendFailed, type SentPart } from '@tributary/channel';
import { BotApi } from '../api/client.js';
import { BadAnswerError, BotApiError } from '../api/bot-api-error.js';
import { toConnectorError } from '../api/failures.js';
import type { Settings } from '../settings.js';
import { type Target, targetOf } from './chat.js';
import { messagesOf } from './messages.js';
import { chatOf } from '../message/ids.js';
import { fileRefused, refusalOf, STRANGE_CONVERSATION, TOO_LARGE } from './refusals.js';

/** A file may take its time on the way up. */
const UPLOAD_MS = 120_000;

/** Sends one message of a reply. A group that became a supergroup meanwhile is followed. */
export async function sendPart(reply: OutgoingReply, part: number, session: ReplySession<Settings>): Promise<SentPart> {
  const target = targetOf(reply.conversationId);
  if (!target) throw STRANGE_CONVERSATION();
  try {
    return await trySend(reply, part, { ...target, ...quoting(reply, target, part) }, session);
  } catch (error) {
    const movedTo = error instanceof BotApiError ? error.parameters.migrateToChatId : undefined;
    if (movedTo === undefined) throw told(error);
    // Messages are numbered anew there.
    return trySend(reply, part, { ...target, chat_id: movedTo }, session).catch((second: unknown) => Promise.reject(told(second)));
  }
}

/** @param params  where to, and what it quotes */
async function trySend(reply: OutgoingReply, part: number, params: Target, { account, signal, read }: ReplySession<Settings>): Promise<SentPart> {
  const api = new BotApi(account.settings);
  const message = messagesOf(reply)[part]!;
  if (message.method === 'sendMessage') return sentPart(await api.sendMessage({ ...params, text: message.text }, signal));
  const captioned = { ...params, ...(message.caption && { caption: message.caption }) };
  const file = { ...message.file, bytes: await read(message.file.sha256) };
  const sendAs = (method: 'sendPhoto' | 'sendDocument', field: string) => api.sendFile(method, captioned, { ...file, field }, signal, UPLOAD_MS);
  try {
    return sentPart(await sendAs(message.method, message.field));
  } catch (error) {
    if (message.method !== 'sendPhoto' || !isNoPhoto(error)) throw error;
    return sentPart(await sendAs('sendDocument', 'document'));
  }
}

function sentPart({ message_id }: { readonly message_id: number }): SentPart {
  return { providerId: String(message_id) };
}

/** It is a file, but no photo for Telegram: too wide, too high, or of a kind that it doesn't decode ("PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED"). */
function isNoPhoto(error: unknown): boolean {
  if (error instanceof BadAnswerError) return error.status === TOO_LARGE;
  return error instanceof BotApiError && (error.code === TOO_LARGE || (error.code === 400 && /\bPHOTO_|IMAGE_PROCESS_FAILED|file is too big/.test(error.description)));
}

/** In a group it is said whom we answer; in a supergroup that it became since, that number is somebody else's message. */
function quoting({ contact: { externalId, facts } }: OutgoingReply, { chat_id }: Target, part: number): object {
  const id = facts.content.kind === 'message' ? Number(facts.content.pieces?.[0]?.id) : NaN;
  return chat_id < 0 && chatOf(externalId) === chat_id && part === 0 && Number.isSafeInteger(id) && id > 0 ? { reply_parameters: { message_id: id, allow_sending_without_reply: true } } : {};
}

/** An answer of the Bot API that says no is certain, and so is that a request was too large; a server's own failure says nothing of the message. */
function told(error: unknown): unknown {
  if (error instanceof BotApiError && error.code < 500) return refusalOf(error) ?? toConnectorError(error);
  if (error instanceof BadAnswerError && error.status === TOO_LARGE) return fileRefused('', error);
  return sendFailed(error, toConnectorError);
}
