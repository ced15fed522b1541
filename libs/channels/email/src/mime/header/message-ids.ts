const MAX_ID_CHARS = 998;

/** Message ids of Message-ID, In-Reply-To and References: without brackets, each once, in order; words that are no ids are skipped. */
export function parseMessageIds(header: string, maxIds: number): string[] {
  const bracketed = [...header.matchAll(/<([^<>]*)>/g)].map((match) => match[1]!);
  const candidates = bracketed.length > 0 ? bracketed : header.split(/[\s,]+/).filter((word) => word.includes('@'));
  const ids = candidates.map((id) => id.replace(/[\s\p{Cc}]+/gu, '')).filter((id) => id !== '' && id.length <= MAX_ID_CHARS);
  const unique = [...new Set(ids)];
  // The first id names the thread, the last ones the answered mails: the middle can go.
  return unique.length <= maxIds ? unique : [unique[0]!, ...unique.slice(unique.length - maxIds + 1)];
}
