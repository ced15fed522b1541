import { ConnectorError, type OutgoingReply, OutcomeUnknownError, ReplyRefusedError, type ReplySession, type SentPart, wasUnsent } from '@tributary/channel';
import { BotApi } from '../api/client.js';
import { BotApiError } from '../api/bot-api-error.js';
import { toConnectorError } from '../api/failures.js';
import type { Settings } from '../settings.js';
import { type Target, targetOf } from './chat.js';
import { messagesOf } from './messages.js';
import { refusalOf, STRANGE_CONVERSATION } from './refusals.js';

/** A file may take its time on the way up. */
const UPLOAD_MS = 120_000;

/** Sends one message of a reply. A group that became a supergroup meanwhile is followed. */
export async function sendPart(reply: OutgoingReply, part: number, session: ReplySession<Settings>): Promise<SentPart> {
  const target = targetOf(reply.conversationId);
  if (!target) throw STRANGE_CONVERSATION();
  try {
    return await trySend(reply, part, target, session);
  } catch (error) {
    const movedTo = error instanceof BotApiError ? error.parameters.migrateToChatId : undefined;
    if (movedTo === undefined) throw told(error);
    return trySend(reply, part, { ...target, chat_id: movedTo }, session).catch((second: unknown) => Promise.reject(told(second)));
  }
}

async function trySend(reply: OutgoingReply, part: number, target: Target, { account, signal, read }: ReplySession<Settings>): Promise<SentPart> {
  const api = new BotApi(account.settings);
  const message = messagesOf(reply)[part]!;
  const params = { ...target, ...quoting(reply, target, part) };
  const { message_id } =
    message.method === 'sendMessage'
      ? await api.sendMessage({ ...params, text: message.text }, signal)
      : await api.sendFile(message.method, { ...params, ...(message.caption && { caption: message.caption }) }, { field: message.field, ...message.file, bytes: await read(message.file.sha256) }, signal, UPLOAD_MS);
  return { providerId: String(message_id) };
}

/** In a group it is said whom we answer. */
function quoting({ contact: { facts } }: OutgoingReply, { chat_id }: Target, part: number): object {
  const id = facts.content.kind === 'message' ? Number(facts.content.pieces?.[0]?.id) : NaN;
  return chat_id < 0 && part === 0 && Number.isSafeInteger(id) && id > 0 ? { reply_parameters: { message_id: id, allow_sending_without_reply: true } } : {};
}

/**
 * What a failed send means: an answer of the Bot API that says no is certain, and so is a request that never left; whatever else
 * happened on the way, the message may have been sent.
 */
function told(error: unknown): unknown {
  if (error instanceof ReplyRefusedError) return error;
  if (error instanceof BotApiError) return refusalOf(error) ?? toConnectorError(error);
  const failure = toConnectorError(error);
  if (wasUnsent(error) && failure instanceof ConnectorError) return failure;
  return new OutcomeUnknownError('no answer to a message that was sent', { cause: error });
}
