import type { ReplyLimits } from '../../api/conversation-types';

/** What is wrong with files before anybody sends them. */
export type FileFault = { readonly kind: 'none-allowed' } | { readonly kind: 'too-many'; readonly most: number } | { readonly kind: 'too-large'; readonly name: string; readonly mostBytes: number } | { readonly kind: 'too-large-together'; readonly mostBytes: number } | { readonly kind: 'empty'; readonly name: string };

/** Pure. @param limits  undefined: not known yet, the server will say */
export function faultOf(files: readonly Pick<File, 'name' | 'size'>[], limits: ReplyLimits | undefined): FileFault | undefined {
  const empty = files.find(({ size }) => size === 0);
  if (empty) return { kind: 'empty', name: empty.name };
  if (!limits || files.length === 0) return undefined;
  if (limits.files === 0) return { kind: 'none-allowed' };
  if (files.length > limits.files) return { kind: 'too-many', most: limits.files };
  const large = files.find(({ size }) => size > limits.fileBytes);
  if (large) return { kind: 'too-large', name: large.name, mostBytes: limits.fileBytes };
  return bytesOf(files) > limits.allFilesBytes ? { kind: 'too-large-together', mostBytes: limits.allFilesBytes } : undefined;
}

export function bytesOf(files: readonly Pick<File, 'size'>[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** So near to the limit it is counted aloud. */
const NEAR = 0.8;

/** Code points left, once that is worth to know; below 0: too many. Pure. @param most  0 for no limit */
export function charactersLeft(text: string, most: number | undefined): number | undefined {
  if (!most || text.length < most * NEAR) return undefined;
  const length = [...text.normalize('NFC')].length;
  return length < most * NEAR ? undefined : most - length;
}
