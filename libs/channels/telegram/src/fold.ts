import { assemble, type ContactFacts, type Fold, identitiesInOrder, type MessagePiece } from '@tributary/channel';
import { sameFacts } from '@tributary/contact';
import { joinPieces } from './pieces/join.js';

/**
 * Joins edits, the photos of an album, and files that were fetched later. By the source's own versions, so that parts may come in
 * any order and end in the same facts. What made it a lead once, keeps it one.
 */
export const fold: Fold = (stored, part) => {
  const [before, after] = [piecesOf(stored), piecesOf(part)];
  if (after.length === 0) return stored;
  const pieces = joinPieces(before, after);
  const { attribution, notLeadReason, automatic, ...last } = versionOf(after) >= versionOf(before) ? part : stored;
  const first = last === part ? stored : part;
  const origin = attribution ?? stored.attribution ?? part.attribution;
  const isLead = !stored.notLeadReason || !part.notLeadReason;
  const joined: ContactFacts = {
    ...last,
    ...assemble(pieces),
    occurredAt: new Date(Math.min(stored.occurredAt.getTime(), part.occurredAt.getTime())),
    sequence: lesser(stored.sequence, part.sequence),
    identities: identitiesInOrder('telegram', [...stored.identities, ...part.identities]),
    ...(origin && { attribution: origin }),
    ...(!isLead && { notLeadReason: notLeadReason ?? first.notLeadReason, ...(automatic && { automatic }) }),
    content: { kind: 'message', pieces },
  };
  return sameFacts(joined, stored) ? stored : joined;
};

function piecesOf({ content }: ContactFacts): readonly MessagePiece[] {
  return content.kind === 'message' ? (content.pieces ?? []) : [];
}

function versionOf(pieces: readonly MessagePiece[]): bigint {
  return pieces.reduce((most, { version }) => (version > most ? version : most), 0n);
}

function lesser(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a !== undefined && (b === undefined || a < b) ? a : b;
}
