import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { cutReply } from './cut-reply.js';
import { readReplyCase } from './testing/reply-case.js';

const folder = new URL('../../fixtures/reply/', import.meta.url);
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.txt') ? [file.slice(0, -'.txt'.length)] : []));

describe('fixtures/reply', () => {
  it.each(names)('%s', (name) => {
    const { mail, expected } = readReplyCase(readFileSync(new URL(`${name}.txt`, folder), 'utf8'));
    const { quoted, ...rest } = cutReply(mail);
    expect({ ...rest, ...(expected.quoted !== undefined && { quoted: filled(quoted) }) }).toEqual({
      ...expected,
      ...(expected.quoted !== undefined && { quoted: filled(expected.quoted) }),
    });
  });
});

/** Which blank lines around a quote go with it is of no interest. */
function filled(text: string | undefined): string | undefined {
  return text?.replace(/\n{2,}/g, '\n');
}
