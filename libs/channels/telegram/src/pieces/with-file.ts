import type { ContactDraft, PieceFile } from '@tributary/channel';
import { assemble } from './assemble.js';

/** What became of a file: it is stored, or can't be had. */
export type FileOutcome = Pick<PieceFile, 'sha256' | 'problem'> & { readonly sizeBytes?: number };

/** The contact with what became of one of its files. Pure. */
export function withFile(draft: ContactDraft, key: string, outcome: FileOutcome): ContactDraft {
  const { content } = draft.facts;
  const pieces = (content.kind === 'message' ? (content.pieces ?? []) : []).map((piece) => ({
    ...piece,
    files: piece.files.map((file) => (file.key === key ? { ...file, ...outcome } : file)),
  }));
  return { ...draft, facts: { ...draft.facts, ...assemble(pieces), content: { kind: 'message', pieces } } };
}
