import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formBody } from './form-body.js';

const FILE = { field: 'document', name: 'a.pdf', mediaType: 'application/pdf', bytes: Buffer.from('\r\n--a file\0\xff', 'latin1') };

async function read({ mediaType, bytes }: ReturnType<typeof formBody>): Promise<FormData> {
  return new Response(new Uint8Array(Buffer.from(bytes)), { headers: { 'content-type': mediaType } }).formData();
}

describe('a form with a file', () => {
  it.each(['one\ntwo\n', 'one\r\ntwo', '\n', '👋🏽 “quoted” "too" é \t', '--\r\n--x--\r\n', ''])('brings a text as it went in: %j', async (caption) => {
    expect((await read(formBody({ caption }, FILE))).get('caption')).toBe(caption);
  });

  it('brings any text', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (caption) => expect((await read(formBody({ caption }, FILE))).get('caption')).toBe(caption)));
  });

  it('brings what is no text as JSON', async () => {
    const form = await read(formBody({ chat_id: -4_001, reply_parameters: { message_id: 1 } }, FILE));
    expect([form.get('chat_id'), form.get('reply_parameters')]).toEqual(['-4001', '{"message_id":1}']);
  });

  it.each([
    ['Акт "2026" 👋.pdf', 'application/pdf', 'application/pdf'],
    ['two\r\nlines"; filename="other.exe', '', 'application/octet-stream'],
    ['a.pdf', 'text/plain\r\nx-more: 1', 'application/octet-stream'],
  ])('brings a file, its name and its type: %j %j', async (name, mediaType, expected) => {
    const file = (await read(formBody({}, { ...FILE, name, mediaType }))).get('document') as File;
    expect([file.name, file.type, Buffer.from(await file.arrayBuffer())]).toEqual([name, expected, FILE.bytes]);
  });
});
