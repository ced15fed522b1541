import type { ContactFacts, Replies, ReplyReach } from '@tributary/channel';
import { COMMENT_MEDIUM } from '../comment/comment-draft.js';
import type { Settings } from '../settings.js';
import { messagesOf } from './messages.js';
import { randomIdOf } from './random-id.js';
import { sendPart } from './send-part.js';

/** VK drops a message with the same random id for about an hour; the rest is for clocks and for what is under way. */
const REPEATABLE_MS = 50 * 60_000;
const MOST_FILES = 10;
const MOST_FILE_BYTES = 50 * 1024 * 1024;

/** Answers of a community. A random id is made of each reply's, so an answer that was lost is asked for again and nobody reads it twice. */
export const replies: Replies<Settings> = {
  limits: { textLength: 4_096, files: MOST_FILES, fileBytes: MOST_FILE_BYTES },
  // The community's are those of its requests: one with files takes many.
  rates: { conversation: () => ({ requests: 3, perMs: 1_000 }) },
  repeatableForMs: REPEATABLE_MS,
  key: (replyId, _account, part) => String(randomIdOf(replyId, part)),
  reach,
  parts: (reply) => messagesOf(reply).length,
  send: sendPart,
};

/** Who wrote, ordered or filled in a form has a conversation with the community; a comment has none. */
function reach({ notLeadReason, attribution, identities }: ContactFacts): ReplyReach | false | undefined {
  if (notLeadReason === 'messages-denied') return { closed: 'blocked', membership: true };
  if (attribution?.utm?.['medium'] === COMMENT_MEDIUM) return false;
  if (notLeadReason === undefined || ANSWERABLE.has(notLeadReason)) return undefined;
  return identities.length > 0 && notLeadReason === 'messages-allowed' ? { membership: true } : false;
}

const ANSWERABLE: ReadonlySet<string> = new Set(['group-chatter', 'own', 'empty-message', 'service-message']);
