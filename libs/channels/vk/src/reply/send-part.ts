import { notSent, type OutgoingReply, ReplyDelayedError, ReplyRefusedError, type ReplySession, sendFailed, type SentPart } from '@tributary/channel';
import { z } from 'zod';
import { VkApi } from '../api/client.js';
import { toConnectorError } from '../api/failures.js';
import { VkError } from '../api/vk-error.js';
import { sentIdOf } from '../message/sent-id.js';
import type { Settings } from '../settings.js';
import { messagesOf } from './messages.js';
import { noRightToFiles, refusalOf, STRANGE_CONVERSATION } from './refusals.js';
import { randomIdOf } from './random-id.js';
import { uploadAll, Uploads } from './upload.js';

const PEER = /^[1-9]\d*$/;

const uploads = new Uploads();

/** Sends one message of a reply, its files with it. What fails before that is certainly not sent. */
export async function sendPart(reply: OutgoingReply, part: number, session: ReplySession<Settings>): Promise<SentPart> {
  if (!PEER.test(reply.conversationId)) throw STRANGE_CONVERSATION();
  const { account, signal } = session;
  const api = new VkApi(account.settings, undefined, () => session.permit?.() ?? Promise.resolve());
  const peerId = Number(reply.conversationId);
  const { text, attachments } = messagesOf(reply)[part]!;
  const message = `${account.id}/${account.settings.groupId}/${reply.id}/${part}`;
  const attachment = await uploadAll(api, peerId, attachments, uploads.of(message), session).catch((error: unknown) => Promise.reject(certain(error)));
  const params = { group_id: account.settings.groupId, peer_id: peerId, random_id: randomIdOf(reply.id, part), message: text || undefined, attachment: attachment || undefined };
  try {
    const id = await api.call('messages.send', params, z.int(), signal);
    uploads.forget(message);
    // A reply's random id is never 0.
    return { providerId: sentIdOf({ id, random_id: params.random_id })! };
  } catch (error) {
    throw told(error);
  }
}

/** A failure before the message itself was sent concerns its files, unless VK refuses the token or has had too much of us. */
function certain(error: unknown): unknown {
  const failure = (error instanceof VkError && refusalOf(error)) || notSent(error, toConnectorError);
  if (failure instanceof ReplyRefusedError) return failure;
  if (failure.code === 'rights-missing') return noRightToFiles(failure);
  const concernsAccount = failure.failureClass === 'quota' || (error instanceof VkError && failure.failureClass === 'credentials');
  return concernsAccount ? failure : new ReplyDelayedError(failure);
}

/** An answer of VK that says no is certain; its own errors (1, 10) say nothing of the message. */
function told(error: unknown): unknown {
  if (error instanceof VkError && error.code !== 1 && error.code !== 10) return refusalOf(error) ?? toConnectorError(error);
  return sendFailed(error, toConnectorError);
}
