import { describe, expect, it } from '@jest/globals';
import { requireWithin } from './reply-draft.js';
import { showReach } from './reach.js';

const MIB = 1024 * 1024;
const limitsOf = (reach: { textLength: number; files: number; fileBytes: number }) => showReach(reach, new Date(), 'en').limits;
const file = (bytes: number) => ({ name: 'a.pdf', mediaType: 'application/pdf', bytes: Buffer.alloc(bytes) });

describe('what one answer may hold', () => {
  it('is what the channel takes, and no more than a request brings', () => {
    expect(limitsOf({ textLength: 4_096, files: 10, fileBytes: 50 * MIB })).toEqual({ textLength: 4_096, files: 10, fileBytes: 22 * MIB, allFilesBytes: 22 * MIB });
    expect(limitsOf({ textLength: 0, files: 100, fileBytes: 15 * MIB })).toEqual({ textLength: 50_000, files: 20, fileBytes: 15 * MIB, allFilesBytes: 22 * MIB });
  });

  it('holds for all files together', () => {
    const draft = { text: '', files: [file(11 * MIB), file(11 * MIB + 1)] };
    expect(() => requireWithin(draft, { textLength: 0, files: 10, fileBytes: 50 * MIB })).toThrow(expect.objectContaining({ options: { errors: [{ field: 'attachments', code: 'files-too-big', params: { maximum: 22 * MIB } }] } }));
  });

  it('fits into a request in Base64, with the longest text', () => {
    const base64 = Math.ceil((22 * MIB) / 3) * 4;
    // At most 12 bytes a code point, where JSON escapes all of it.
    expect(base64 + 50_000 * 12).toBeLessThan(30 * MIB);
  });
});
