import { type ContactDraft, type FileOutcome, type FollowUp, HostNotAllowedError } from '@tributary/channel';
import { messages } from '../api/methods.js';
import { type AccountFacts, contextOf } from '../event/context.js';
import { readEnvelope } from '../event/envelope.js';
import { toDraft } from '../event/to-draft.js';
import { tooBig } from '../message/attachments.js';
import { say } from '../message/words.js';
import { fileDraft, readWanted, type Wanted } from '../parts.js';
import { z } from 'zod';
import type { FollowUpDeps } from './follow-ups.js';
import { eventOf } from './history.js';

/** Where a message is to be asked for again. */
const placeSchema = z.object({ message: z.object({ peer_id: z.int(), id: z.int().default(0), conversation_message_id: z.int().default(0) }) });

/** The contact with the file, or with the reason why it can't be had. @throws errors of the download */
export async function fetchFile(deps: FollowUpDeps, followUp: FollowUp, wanted: Wanted, url: string): Promise<ContactDraft> {
  const address = followUp.tries > 0 ? ((await freshUrl(deps, followUp.key, wanted)) ?? url) : url;
  return fileDraft(wanted, followUp.key, await outcomeOf(deps, address), deps.session.account);
}

/** The contact, saying that VK didn't give the file. */
export function missingFile(wanted: Wanted, key: string, account: AccountFacts): ContactDraft {
  return fileDraft(wanted, key, { problem: say(account.settings.language, 'gone') }, account);
}

async function outcomeOf({ session, api, signal }: FollowUpDeps, url: string): Promise<FileOutcome> {
  const { maxFileMegabytes, language } = session.account.settings;
  const maxBytes = maxFileMegabytes * 1024 * 1024;
  try {
    return await session.store(await api.download(url, signal), maxBytes);
  } catch (error) {
    if (error instanceof Error && error.name === 'BlobTooLargeError') return { problem: tooBig(maxBytes + 1, maxBytes, language) };
    if (error instanceof HostNotAllowedError) return { problem: say(language, 'strange') };
    throw error;
  }
}

/** Addresses of files hold for some time only: that of a message's file is asked for again. */
async function freshUrl({ session, api, signal }: FollowUpDeps, key: string, { event, receivedAt }: Wanted): Promise<string | undefined> {
  const place = placeSchema.safeParse(readEnvelope(Buffer.from(event)).object).data?.message;
  if (!place) return undefined;
  const { groupId } = session.account.settings;
  const message = await messages.byId(api, { group_id: groupId, peerId: place.peer_id, messageId: place.id, number: place.conversation_message_id }, signal);
  if (message === undefined) return undefined;
  const { followUps = [] } = toDraft(eventOf(message, groupId), contextOf(session.account, new Date(receivedAt)));
  const found = followUps.map((each) => ({ key: each.key, want: readWanted(each.value).want })).find((each) => each.key === key);
  return found?.want.kind === 'file' ? found.want.url : undefined;
}
