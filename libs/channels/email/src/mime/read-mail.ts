import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { UnreadableMailError } from './errors.js';
import { DEFAULT_MAIL_LIMITS, type MailLimits } from './limits.js';
import type { EmbeddedMail, Mail } from './mail.js';
import { MailAssembly, type ReadEmbedded } from './mail-assembly.js';
import type { StorePart } from './parts/file-sink.js';
import { Problems } from './problems.js';
import { sourceChunks } from './source-chunks.js';
import { PartSplitter } from './split/part-splitter.js';

export interface ReadMailOptions {
  /** Takes attachments and inline images as they come; what it throws ends the reading. */
  readonly store: StorePart;
  readonly limits?: MailLimits;
}

/** The event loop is given back after so long. */
const SLICE_MS = 10;
const SAMPLE_BYTES = 2_048;

/**
 * Reads any mail: in one pass, with bounded memory, files streamed to `store`. What is damaged is read as far as it goes and
 * named in `problems`; limits cut, they don't refuse.
 * @param source  raw bytes of one message, as IMAP or a file gives them; one line of a mailbox file in front is skipped
 * @throws UnreadableMailError  nothing there, or no mail at all: quarantine
 * @throws what `store` or the source throws
 */
export async function readMail(source: Readable | Uint8Array, { store, limits = DEFAULT_MAIL_LIMITS }: ReadMailOptions): Promise<Mail> {
  return readWith(source, store, limits, (bytes) => readEmbedded(bytes, limits));
}

async function readWith(source: Readable | Uint8Array, store: StorePart, limits: MailLimits, embedded: ReadEmbedded | undefined): Promise<Mail> {
  const problems = new Problems(limits.maxProblems);
  const splitter = new PartSplitter(limits, problems);
  const assembly = new MailAssembly(store, limits, problems, embedded);
  let sizeBytes = 0;
  let sliceEndsAt = performance.now() + SLICE_MS;
  try {
    for await (const chunk of sourceChunks(source)) {
      if (sizeBytes === 0) assertText(chunk);
      sizeBytes += chunk.length;
      for (const event of splitter.write(chunk)) {
        const waiting = assembly.take(event);
        if (waiting) await waiting;
        if (performance.now() < sliceEndsAt) continue;
        await nextTurn();
        sliceEndsAt = performance.now() + SLICE_MS;
      }
    }
    if (sizeBytes === 0) throw new UnreadableMailError('mail-empty', 'there are no bytes');
    for (const event of splitter.end()) await assembly.take(event);
  } catch (cause) {
    assembly.abandon(cause as Error);
    throw cause;
  }
  return assembly.finish(splitter.root!, sizeBytes);
}

/** A mail inside a mail: no files, and no mails inside it again. */
async function readEmbedded(bytes: Buffer, limits: MailLimits): Promise<Omit<EmbeddedMail, 'mediaType' | 'reported' | 'sha256'>> {
  const { headers, messageId, date, from, to, subject, text } = await readWith(bytes, dropped, { ...limits, maxAttachments: 0 }, undefined);
  return { headers, ...(messageId !== undefined && { messageId }), ...(date && { date }), from, to, subject, text };
}

const dropped: StorePart = () => Promise.reject(new Error('a mail inside a mail has no files of its own'));

/** @throws UnreadableMailError when the first bytes are neither headers nor text */
function assertText(chunk: Buffer): void {
  const sample = chunk.subarray(0, SAMPLE_BYTES);
  if (HEADER_LINE.test(sample.toString('latin1'))) return;
  const binary = sample.reduce((count, byte) => count + (isBinary(byte) ? 1 : 0), 0);
  if (binary > sample.length * 0.02) throw new UnreadableMailError('not-a-mail', 'binary data without a single header');
}

const HEADER_LINE = /^(from|to|subject|date|received|return-path|message-id|mime-version|content-type|delivered-to|x-[a-z0-9-]+)[ \t]*:/im;

function isBinary(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b && byte !== 0x0c;
}
