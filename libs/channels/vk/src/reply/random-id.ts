import { createHash } from 'node:crypto';

/** By which VK knows a repeat: 31 bits of the reply's id, never 0, which would mean none. */
export function randomIdOf(replyId: string): number {
  return (createHash('sha256').update(replyId).digest().readUInt32BE() & 0x7fff_ffff) || 1;
}
