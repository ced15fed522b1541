import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitMailbox } from './split-mailbox.js';

const LINE = 'From anna@client.example Tue Mar  3 10:15:00 2026\n';

it('gives the same messages however the file is cut into chunks', async () => {
  const body = fc.array(fc.constantFrom('Hello', '', '>From here', '>>From there', 'From here on', '> quoted', 'x'.repeat(200)), { maxLength: 8 }).map((lines) => `Subject: x\n\n${lines.join('\n')}\n\n`);
  await fc.assert(
    fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 300 }), async (bodies, chunkBytes) => {
      const file = Buffer.from(bodies.map((text) => LINE + text).join(''));
      const expected = bodies.map((text) => text.replace(/^>(>*From )/gm, '$1'));
      expect(await messagesOf(file, chunkBytes)).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

it('takes a "From " line without a date, or in the middle of a paragraph, for text', async () => {
  const text = `Subject: x\n\nFrom Monday on.\n\nFrom here to there.\nmore\n${LINE}`;
  expect(await messagesOf(Buffer.from(LINE + text), 1_000)).toEqual([text]);
});

it('splits files with CRLF', async () => {
  const crlf = (text: string) => text.replaceAll('\n', '\r\n');
  expect(await messagesOf(Buffer.from(crlf(`${LINE}A: 1\n\n${LINE}B: 2\n`)), 10)).toEqual([crlf('A: 1\n\n'), crlf('B: 2\n')]);
});

it('keeps only so much of a message, and goes on with the next', async () => {
  const file = Buffer.from(`${LINE}${'long line\n'.repeat(100)}\n${LINE}short\n`);
  const found = [];
  for await (const message of splitMailbox(chunks(file, 64), 50)) found.push([message.bytes.length, message.truncated]);
  expect(found).toEqual([[50, true], [6, false]]);
});

async function messagesOf(file: Buffer, chunkBytes: number): Promise<string[]> {
  const found: string[] = [];
  for await (const { bytes } of splitMailbox(chunks(file, chunkBytes), 1_000_000)) found.push(bytes.toString());
  return found;
}

/** As a file gives its bytes. */
async function* chunks(file: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}
