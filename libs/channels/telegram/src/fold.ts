import type { ContactFacts, Fold, MessagePiece } from '@tributary/channel';
import { sameFacts } from '@tributary/contact';
import { assemble } from './pieces/assemble.js';
import { joinPieces } from './pieces/join.js';

type Identity = ContactFacts['identities'][number];

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
    identities: joinIdentities(stored.identities, part.identities),
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

/** Each address once, in an order that doesn't depend on that of the parts. */
function joinIdentities(a: readonly Identity[], b: readonly Identity[]): Identity[] {
  const joined = new Map<string, Identity>();
  for (const identity of [...a, ...b]) {
    const key = `${identity.type === 'telegram' ? 0 : 1} ${identity.type} ${identity.value}`;
    const known = joined.get(key);
    joined.set(key, known ? stronger(known, identity) : identity);
  }
  return [...joined].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, identity]) => identity);
}

/** What Telegram vouched for once stays so. */
function stronger(a: Identity, b: Identity): Identity {
  const { disputed: _, ...rest } = a.raw >= b.raw ? a : b;
  const verified = a.verified || b.verified;
  return { ...rest, verified, ...(!verified && a.disputed && b.disputed && { disputed: true }) };
}
