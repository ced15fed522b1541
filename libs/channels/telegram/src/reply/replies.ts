import type { ContactFacts, Replies, ReplyReach } from '@tributary/channel';
import type { Settings } from '../settings.js';
import { sendPart } from './send-part.js';
import { messagesOf } from './messages.js';

/** What bots may upload to the official server. */
const UPLOAD_MB = 50;
const GROUP_ID = /^-/;

/** Answers of a bot, by the Bot API. It has no key for repeats: what timed out is never sent again by itself. */
export const replies: Replies<Settings> = {
  limits: { textLength: 4_096, files: 10, fileBytes: UPLOAD_MB * 1024 * 1024 },
  // As published, roughly; what is too fast all the same is told by `retry_after`.
  rates: {
    account: { requests: 30, perMs: 1_000 },
    conversation: (conversationId) => (GROUP_ID.test(conversationId) ? { requests: 20, perMs: 60_000, key: conversationId.split('/')[0]! } : { requests: 1, perMs: 1_000 }),
  },
  repeatableForMs: 0,
  reach,
  parts: (reply) => messagesOf(reply).length,
  send: sendPart,
};

/** Who has written can be answered, until they block the bot or put it out of the group; what is nobody's word, or concerns no chat, can't. */
function reach({ notLeadReason, identities }: ContactFacts): ReplyReach | false | undefined {
  if (notLeadReason === 'bot-blocked') return { closed: 'blocked', membership: true };
  if (notLeadReason === 'bot-removed') return { closed: 'removed-from-group', membership: true };
  if (notLeadReason === 'bot-muted') return { closed: 'no-rights', membership: true };
  if (identities.length > 0 && (notLeadReason === 'bot-membership' || notLeadReason === 'bot-unblocked')) return { membership: true };
  if (notLeadReason !== undefined && (NO_WORD.has(notLeadReason) || identities.length === 0)) return false;
  return undefined;
}

const NO_WORD: ReadonlySet<string> = new Set(['poll', 'inline-query', 'boost', 'reaction', 'join-request', 'business-connection', 'messages-deleted', 'unknown-update', 'member-change', 'probe']);
