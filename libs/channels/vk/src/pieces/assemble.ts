import type { ContactFacts, MessagePiece } from '@tributary/channel';

/** Text and attachments of a contact, as its one piece has them. Pure. */
export function assemble({ text, files }: MessagePiece): Pick<ContactFacts, 'text' | 'attachments'> {
  const missing = files.flatMap(({ label, problem, sha256 }) => (problem && !sha256 ? [`[${label}: ${problem}]`] : []));
  const shown = files.filter(({ problem, sha256 }) => !problem || sha256).map(({ label }) => label);
  return {
    text: [...(text ? [text] : counted(shown)), ...missing].join('\n'),
    attachments: files.flatMap(({ name, mediaType, sizeBytes, sha256 }) => (sha256 ? [{ name, mediaType, sizeBytes, sha256 }] : [])),
  };
}

/** "[Photo]", "[Photo ×3]": what a contact without a word consists of. */
function counted(labels: readonly string[]): string[] {
  return [...new Set(labels)].map((label) => {
    const count = labels.filter((each) => each === label).length;
    return count > 1 ? `[${label} ×${count}]` : `[${label}]`;
  });
}
