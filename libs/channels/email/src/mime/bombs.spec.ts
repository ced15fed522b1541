import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { DEFAULT_MAIL_LIMITS, readMail, UnreadableMailError } from './index.js';
import { MemoryStore } from './testing/memory-store.js';

const HEAD = 'From: a@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n';
const codes = (mail: { problems: readonly { code: string }[] }) => mail.problems.map(({ code }) => code);
const read = (text: string) => readMail(Buffer.from(text), new MemoryStore());

describe('mails that are made to hurt', () => {
  it('reads the first parts of 10,000', async () => {
    const mail = await read(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(10_000)}--b--\r\n`);
    expect(codes(mail)).toContain('too-many-parts');
    expect(mail.text.match(/x/g)).toHaveLength(DEFAULT_MAIL_LIMITS.maxParts - 1);
  });

  it('keeps what stands too deep as a file', async () => {
    const levels = Array.from({ length: 1_000 }, (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n\r\n`);
    const mail = await read(`${HEAD}Content-Type: multipart/mixed; boundary=b0\r\n\r\n${levels.join('')}--b1000\r\n\r\nhi\r\n`);
    expect(codes(mail)).toContain('too-deep');
    expect(mail.attachments).toHaveLength(1);
  });

  it('keeps the first headers of 10,000, and all that stands before them', async () => {
    const mail = await read(`${HEAD}${'X-A: b\r\n'.repeat(10_000)}\r\nhi`);
    expect(mail.headers).toHaveLength(DEFAULT_MAIL_LIMITS.maxHeaders);
    expect(mail).toMatchObject({ text: 'hi', subject: 's' });
  });

  it('cuts a header line of 10 MB', async () => {
    const mail = await read(`${HEAD}X-A: ${'x'.repeat(10_000_000)}\r\nTo: b@example.org\r\n\r\nhi`);
    expect(codes(mail)).toContain('header-too-long');
    expect(mail.headers.find(({ name }) => name === 'x-a')!.value).toHaveLength(DEFAULT_MAIL_LIMITS.maxHeaderBytes - 1);
    expect(mail).toMatchObject({ text: 'hi', to: [{ address: 'b@example.org' }] });
  });

  it('flattens 100,000 elements inside each other and keeps their text', async () => {
    const mail = await read(`${HEAD}Content-Type: text/html\r\n\r\n${'<div>'.repeat(100_000)}hi`);
    expect(codes(mail)).toContain('html-too-complex');
    expect(mail.text).toBe('hi');
  });

  it('reads a line of 200,000 blanks', async () => {
    const mail = await read(`${HEAD}Content-Type: text/html\r\n\r\n<pre>a${' '.repeat(200_000)}b</pre>`);
    expect(mail.text.length).toBe(200_002);
  });

  it('cuts a text of 20 MB', async () => {
    const mail = await read(`${HEAD}\r\n${'hello world\r\n'.repeat(1_600_000)}`);
    expect(codes(mail)).toContain('text-truncated');
    expect(mail.text.length).toBeLessThanOrEqual(DEFAULT_MAIL_LIMITS.maxTextChars);
  });

  it('cuts an attachment at the limit, holding little of it in memory, and reads the part behind it', async () => {
    const limits = { ...DEFAULT_MAIL_LIMITS, maxAttachmentBytes: 1_000_000 };
    const chunk = Buffer.alloc(57 * 1_000, 1).toString('base64').replace(/.{76}/g, '$&\r\n');
    let heldBytes = 0;
    const before = process.memoryUsage().arrayBuffers;
    function* source() {
      yield Buffer.from(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n`);
      for (let index = 0; index < 600; index++) {
        if (index % 50 === 0) heldBytes = Math.max(heldBytes, process.memoryUsage().arrayBuffers - before);
        yield Buffer.from(chunk);
      }
      yield Buffer.from('\r\n--b\r\n\r\nafter\r\n--b--\r\n');
    }
    const store = new MemoryStore();
    const mail = await readMail(Readable.from(source()), { store: store.store, limits });
    expect(mail).toMatchObject({ text: 'after', attachments: [{ name: 'a.zip', sizeBytes: 1_000_000, truncated: true }] });
    expect(codes(mail)).toEqual(['attachment-truncated']);
    expect(heldBytes).toBeLessThan(100_000_000);
  });

  it('takes no more files than the limit', async () => {
    const file = '--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n';
    const mail = await read(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${file.repeat(300)}--b--\r\n`);
    expect(mail.attachments).toHaveLength(DEFAULT_MAIL_LIMITS.maxAttachments);
    expect(codes(mail)).toContain('attachments-truncated');
  });
});

function withResolvers() {
  let resolve!: (value: unknown) => void;
  const promise = new Promise<unknown>((taken) => {
    resolve = taken;
  });
  return { promise, resolve };
}

describe('what is not the mail’s fault', () => {
  const withFile = `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pdf\r\n\r\n${'x'.repeat(1_000_000)}\r\n--b--\r\n`;

  it('passes on what the store throws, also in the middle of a file', async () => {
    const failure = new Error('disk full');
    const store = async (source: Readable | Uint8Array) => {
      if (!(source instanceof Uint8Array)) for await (const _bytes of source) throw failure;
      throw failure;
    };
    await expect(readMail(Buffer.from(withFile), { store })).rejects.toBe(failure);
  });

  it('passes on what the source throws, and doesn’t leave the store waiting', async () => {
    const failure = new Error('connection lost');
    const { promise: told, resolve: tell } = withResolvers();
    const store = async (source: Readable | Uint8Array) => {
      try {
        for await (const _bytes of source);
      } catch (error) {
        tell(error);
      }
      return { sha256: '', sizeBytes: 0 };
    };
    function* source() {
      yield Buffer.from(withFile.slice(0, 500_000));
      throw failure;
    }
    await expect(readMail(Readable.from(source()), { store })).rejects.toBe(failure);
    expect(await told).toBe(failure);
  });

  it('says why something is no mail', async () => {
    await expect(readMail(Buffer.from(' \r\n'), new MemoryStore())).rejects.toMatchObject({ code: 'mail-empty' });
    await expect(readMail(Buffer.alloc(1_000), new MemoryStore())).rejects.toBeInstanceOf(UnreadableMailError);
  });
});
