import type { ContactFacts, MessagePiece } from '../channel.js';

/** Text and attachments of a contact, as its pieces have them. Pure; the same pieces give the same. */
export function assemble(pieces: readonly MessagePiece[]): Pick<ContactFacts, 'text' | 'attachments'> {
  const files = pieces.flatMap((piece) => piece.files);
  const words = pieces.map(({ text }) => text).filter(Boolean);
  const missing = files.flatMap(({ label, problem, sha256 }) => (problem && !sha256 ? [`[${label}: ${problem}]`] : []));
  const shown = files.filter(({ problem, sha256 }) => !problem || sha256).map(({ label }) => label);
  return {
    text: [...(words.length > 0 ? words : counted(shown)), ...missing].join('\n'),
    attachments: files.flatMap(({ name, mediaType, sizeBytes, sha256 }) => (sha256 ? [{ name, mediaType, sizeBytes, sha256 }] : [])),
  };
}

/** "[Photo]", "[Photo ×3]": what a contact without a word consists of. */
function counted(labels: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => (count > 1 ? `[${label} ×${count}]` : `[${label}]`));
}
