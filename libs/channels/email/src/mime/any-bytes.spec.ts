import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readMail, UnreadableMailError, type Mail } from './index.js';
import { MemoryStore } from './testing/memory-store.js';

const folder = join(import.meta.dirname, '../../fixtures/mime');
const goodMails = readdirSync(folder).filter((name) => name.endsWith('.eml') && !name.startsWith('bad-')).map((name) => readFileSync(join(folder, name)));

async function readAny(source: Uint8Array | Readable): Promise<Mail | undefined> {
  try {
    return await readMail(source, new MemoryStore());
  } catch (error) {
    if (error instanceof UnreadableMailError) return undefined;
    throw error;
  }
}

function assertClean(mail: Mail | undefined): void {
  if (!mail) return;
  const shown = [mail.text, mail.subject, mail.html ?? '', ...mail.attachments.map(({ name }) => name), ...mail.from.map(({ name }) => name)];
  for (const text of shown) {
    expect(text).not.toContain('\0');
    expect(text.isWellFormed()).toBe(true);
  }
  for (const { name } of mail.attachments) expect(name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e]|^\.*$/u);
  expect(mail.html ?? '').not.toMatch(/<(script|iframe|object|embed|form|link|meta|style|svg)\b|\son[a-z]+\s*=\s*"/i);
}

const mutation = fc.record({ at: fc.nat(), kind: fc.constantFrom('set', 'cut', 'repeat', 'insert'), bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }) });

function mutate(mail: Buffer, { at, kind, bytes }: { at: number; kind: string; bytes: Uint8Array }): Buffer {
  const start = at % (mail.length + 1);
  const end = Math.min(mail.length, start + bytes.length);
  if (kind === 'cut') return Buffer.concat([mail.subarray(0, start), mail.subarray(end)]);
  if (kind === 'repeat') return Buffer.concat([mail.subarray(0, end), mail.subarray(start)]);
  return Buffer.concat([mail.subarray(0, start), bytes, mail.subarray(kind === 'set' ? end : start)]);
}

describe('readMail with any bytes', () => {
  it('reads or refuses, whatever comes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => assertClean(await readAny(bytes))), { numRuns: 300 });
  });

  it('reads or refuses good mails with damage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...goodMails), fc.array(mutation, { minLength: 1, maxLength: 8 }), async (mail, mutations) => {
        assertClean(await readAny(mutations.reduce(mutate, mail)));
      }),
      { numRuns: 500 },
    );
  });

  it('reads the same, however the bytes are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...goodMails), fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 }), async (mail, sizes) => {
        function* chunks() {
          for (let at = 0, index = 0; at < mail.length; index++) {
            const size = sizes[index % sizes.length]!;
            yield mail.subarray(at, at + size);
            at += size;
          }
        }
        expect(await readAny(Readable.from(chunks()))).toEqual(await readAny(mail));
      }),
      { numRuns: 300 },
    );
  });
});
