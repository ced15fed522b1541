import { type MessagePiece, withKnownFiles } from '@tributary/channel';

/** Joins pieces of a contact: each once, in the order of their ids; of two versions the newer one, with what is known of its files. */
export function joinPieces(stored: readonly MessagePiece[], part: readonly MessagePiece[]): MessagePiece[] {
  const joined = new Map(stored.map((piece) => [piece.id, piece]));
  for (const piece of part) {
    const known = joined.get(piece.id);
    joined.set(piece.id, known ? newer(known, piece) : piece);
  }
  return [...joined.values()].sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
}

function newer(a: MessagePiece, b: MessagePiece): MessagePiece {
  return b.version >= a.version ? withKnownFiles(b, a) : withKnownFiles(a, b);
}
