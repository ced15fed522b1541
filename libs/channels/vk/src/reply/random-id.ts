import { createHash } from 'node:crypto';

/** By which VK knows a repeat of one of a reply's messages: 31 bits of the reply's id, never 0, which would mean none. */
export function randomIdOf(replyId: string, part = 0): number {
  return (createHash('sha256').update(part === 0 ? replyId : `${replyId}/${part}`).digest().readUInt32BE() & 0x7fff_ffff) || 1;
}
