import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type FileKind, judgeFile } from './file-kind.js';
import { type MessageBytes, splitMailbox } from './split-mailbox.js';

/** Of a longer message only so much is read: headers and texts stand in front, of attachments the last one is cut. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const HEAD_BYTES = 16_384;

/** A body alone gets the least header that says what it is; its charset is guessed as that of any mail without one. */
const HEADS: Partial<Record<FileKind, Buffer>> = {
  text: Buffer.from('Content-Type: text/plain\n\n'),
  html: Buffer.from('Content-Type: text/html\n\n'),
};

export interface FileMessage extends MessageBytes {
  /** 1 for the first of a mailbox file; missing where the file is the message. */
  readonly message?: number;
}

export interface OpenedFile {
  /** Why this is no message; then there are none. */
  readonly skipped?: string;
  readonly messages: AsyncIterable<FileMessage>;
  readonly modifiedAt: Date;
}

/** @throws what opening or reading the file throws */
export async function openMessages(path: string): Promise<OpenedFile> {
  const { head, sizeBytes, modifiedAt } = await readHead(path);
  const judged = judgeFile(path.split(/[\\/]/).at(-1)!, head);
  if ('skipped' in judged) return { skipped: judged.skipped, messages: none(), modifiedAt };
  if (judged.kind === 'mailbox') return { messages: mailboxMessages(path), modifiedAt };
  return { messages: wholeMessage(path, sizeBytes, HEADS[judged.kind]), modifiedAt };
}

async function readHead(path: string): Promise<{ head: Buffer; sizeBytes: number; modifiedAt: Date }> {
  const file = await open(path);
  try {
    const { size, mtime } = await file.stat();
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(HEAD_BYTES), position: 0 });
    return { head: buffer.subarray(0, bytesRead), sizeBytes: size, modifiedAt: mtime };
  } finally {
    await file.close();
  }
}

async function* mailboxMessages(path: string): AsyncGenerator<FileMessage> {
  let message = 0;
  for await (const one of splitMailbox(createReadStream(path), MAX_MESSAGE_BYTES)) yield { ...one, message: ++message };
}

async function* wholeMessage(path: string, sizeBytes: number, head: Buffer = Buffer.alloc(0)): AsyncGenerator<FileMessage> {
  const pieces: Buffer[] = [head];
  for await (const chunk of createReadStream(path, { end: MAX_MESSAGE_BYTES - 1 })) pieces.push(chunk as Buffer);
  yield { bytes: Buffer.concat(pieces), truncated: sizeBytes > MAX_MESSAGE_BYTES };
}

/** Of a file that is no message. */
async function* none(): AsyncGenerator<FileMessage> {}
