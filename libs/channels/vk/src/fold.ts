import { assemble, type ContactFacts, type Fold, identitiesInOrder, type MessagePiece, withKnownFiles } from '@tributary/channel';
import { sameFacts } from '@tributary/contact';
import { COMMENT_MEDIUM } from './comment/comment-draft.js';
import { ORDER_STATES } from './event/order-draft.js';

/**
 * Joins edits, files that were fetched later, names that were found out later, and states of an order. By the source's own versions, so
 * that parts may come in any order and end in the same facts. What made it a lead once, keeps it one.
 */
export const fold: Fold = (stored, part) => {
  const [last, first] = compare(part, stored) > 0 ? [part, stored] : [stored, part];
  const { notLeadReason, automatic, ...rest } = last;
  const isLead = !stored.notLeadReason || !part.notLeadReason;
  const attribution = last.attribution ?? first.attribution;
  const joined: ContactFacts = {
    ...rest,
    ...contentOf(last, first),
    occurredAt: new Date(Math.min(stored.occurredAt.getTime(), part.occurredAt.getTime())),
    identities: identitiesInOrder('vk', [...first.identities, ...last.identities]),
    sender: { ...last.sender, name: last.sender.name || first.sender.name },
    ...(attribution && { attribution }),
    ...(!isLead && { notLeadReason, ...(automatic && { automatic }) }),
  };
  return sameFacts(joined, stored) ? stored : joined;
};

function contentOf(last: ContactFacts, first: ContactFacts): Partial<ContactFacts> {
  const [later, earlier] = [pieceOf(last), pieceOf(first)];
  if (!later || !earlier) return {};
  const version = isComment(last) && isSame(later, earlier) ? earlier.version : later.version;
  const piece = { ...withKnownFiles(later, earlier), version };
  return { ...assemble([piece]), content: { kind: 'message', pieces: [piece] } };
}

/** The version of a changed comment is the time of its receipt: what says the same is a repeat. */
function isComment({ attribution }: ContactFacts): boolean {
  return attribution?.utm?.['medium'] === COMMENT_MEDIUM;
}

function isSame(a: MessagePiece, b: MessagePiece): boolean {
  return a.text === b.text && a.files.map(({ key }) => key).join() === b.files.map(({ key }) => key).join();
}

/** Which is later; of two that the source doesn't tell apart, the same one in any order. */
function compare(a: ContactFacts, b: ContactFacts): number {
  return order(versionOf(a), versionOf(b)) || order(sayingOf(a), sayingOf(b));
}

function versionOf({ content }: ContactFacts): bigint {
  if (content.kind === 'order') return BigInt(ORDER_STATES.indexOf(content.status));
  return content.kind === 'message' ? (content.pieces?.[0]?.version ?? 0n) : 0n;
}

function sayingOf(facts: ContactFacts): string {
  const piece = pieceOf(facts);
  return piece ? JSON.stringify([piece.text, piece.files.map(({ key }) => key), facts.sender.name]) : JSON.stringify([facts.text, facts.sender.name]);
}

function pieceOf({ content }: ContactFacts): MessagePiece | undefined {
  return content.kind === 'message' ? content.pieces?.[0] : undefined;
}

function order<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
