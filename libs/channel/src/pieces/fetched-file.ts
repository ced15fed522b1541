import { z } from 'zod';
import type { ContactFacts, MessagePiece, PieceFile } from '../channel.js';
import { assemble } from './assemble.js';

/** What became of a file: it is stored, or can't be had. */
export type FileOutcome = Pick<PieceFile, 'sha256' | 'problem'> & { readonly sizeBytes?: number };

/** As a kept part has it. */
export const fileOutcomeSchema = z
  .object({ sha256: z.string().optional(), sizeBytes: z.int().optional(), problem: z.string().optional() })
  .transform(({ sha256, sizeBytes, problem }): FileOutcome => ({ ...(sha256 && { sha256 }), ...(sizeBytes !== undefined && { sizeBytes }), ...(problem && { problem }) }));

/** The contact with what became of one of its files. Pure. */
export function withFile(facts: ContactFacts, key: string, outcome: FileOutcome): ContactFacts {
  const { content } = facts;
  if (content.kind !== 'message' || !content.pieces) return facts;
  const pieces = content.pieces.map((piece) => ({ ...piece, files: piece.files.map((file) => (file.key === key ? { ...file, ...outcome } : file)) }));
  return { ...facts, ...assemble(pieces), content: { kind: 'message', pieces } };
}

/** The later state of a piece, with what an earlier one knows of its files: one that was fetched stays fetched. Pure. */
export function withKnownFiles(later: MessagePiece, earlier: MessagePiece): MessagePiece {
  const known = new Map(earlier.files.map((file) => [file.key, file]));
  return { ...later, files: later.files.map((file) => withKnown(file, known.get(file.key))) };
}

function withKnown(file: PieceFile, known: PieceFile | undefined): PieceFile {
  if (!known || file.sha256) return file;
  if (known.sha256) {
    const { problem: _, ...rest } = file;
    return { ...rest, sha256: known.sha256, sizeBytes: known.sizeBytes };
  }
  return !file.problem && known.problem ? { ...file, problem: known.problem } : file;
}
