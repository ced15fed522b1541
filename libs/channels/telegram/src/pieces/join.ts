import type { MessagePiece, PieceFile } from '@tributary/channel';

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
  const [last, first] = b.version >= a.version ? [b, a] : [a, b];
  const known = new Map(first.files.map((file) => [file.key, file]));
  return { ...last, files: last.files.map((file) => withKnown(file, known.get(file.key))) };
}

/** A file that was fetched stays fetched, whatever a later part says. */
function withKnown(file: PieceFile, known: PieceFile | undefined): PieceFile {
  if (!known || file.sha256) return file;
  if (known.sha256) {
    const { problem: _, ...rest } = file;
    return { ...rest, sha256: known.sha256, sizeBytes: known.sizeBytes };
  }
  return !file.problem && known.problem ? { ...file, problem: known.problem } : file;
}
