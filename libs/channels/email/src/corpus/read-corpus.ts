import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ChannelAccount, ParseTools } from '@tributary/channel';
import { buildDraft } from '../contact/build-draft.js';
import type { ToContacts } from '../imap/origin.js';
import { understand } from '../imap/understand.js';
import { readMail } from '../mime/index.js';
import type { EmailSettings } from '../settings.js';
import { contactOfDraft, type CorpusContact } from './contact-of-draft.js';
import { findFiles, type FoundFile } from './find-files.js';
import { type FileMessage, openMessages } from './messages-of-file.js';

/** What was understood of one message, or why nothing was. */
export interface CorpusLine {
  /** Relative to the folder. */
  readonly file: string;
  /** Which one of a mailbox file, from 1. */
  readonly message?: number;
  /** Over 64 MiB, and read as far as that. */
  readonly truncated?: true;
  readonly contact?: CorpusContact;
  /** Codes as in the hub's quarantine, and `file-unreadable`. */
  readonly quarantine?: { readonly code: string; readonly detail: string };
}

/** A file that is no message. */
export interface SkippedFile {
  readonly file: string;
  readonly skipped: string;
}

/**
 * Reads every message below a folder the way mail of a mailbox is read, one at a time. No message stops the rest.
 * @throws  the folder itself can't be read
 */
export async function* readCorpus(folder: string, account: ChannelAccount<EmailSettings>): AsyncGenerator<CorpusLine | SkippedFile> {
  const tools = { account, store: hashOnly };
  for await (const found of findFiles(folder)) {
    try {
      yield* linesOf(found, tools);
    } catch (error) {
      yield { file: found.file, quarantine: { code: 'file-unreadable', detail: (error as Error).message } };
    }
  }
}

async function* linesOf({ file, path, error }: FoundFile, tools: ParseTools<EmailSettings>): AsyncGenerator<CorpusLine | SkippedFile> {
  if (error) throw error;
  const { skipped, messages, modifiedAt } = await openMessages(path);
  if (skipped !== undefined) yield { file, skipped };
  for await (const message of messages) yield { file, ...(await read(message, modifiedAt, tools)) };
}

async function read({ message, bytes, truncated }: FileMessage, modifiedAt: Date, tools: ParseTools<EmailSettings>): Promise<Omit<CorpusLine, 'file'>> {
  const origin = { folder: '', uidValidity: '0', uid: 0, internalDate: modifiedAt, sizeBytes: bytes.length, sent: false };
  const { contacts, quarantine } = await understand([{ source: bytes, origin }], datedByItself, tools);
  const [draft] = contacts;
  const [refused] = quarantine;
  return {
    ...(message !== undefined && { message }),
    ...(truncated && { truncated }),
    ...(draft && { contact: contactOfDraft(draft, tools.account) }),
    ...(refused && { quarantine: { code: refused.code, detail: refused.detail } }),
  };
}

/** No server took this mail in, so its own date stands for the time of that. */
const datedByItself: ToContacts = async ({ source, origin }, { account, store }) => {
  const mail = await readMail(source, { store });
  return [buildDraft(mail, { source, origin: { ...origin, internalDate: mail.date ?? origin.internalDate } }, account)];
};

/** Attachments are named by their content and kept nowhere. */
async function hashOnly(source: Readable | Uint8Array): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const bytes of source instanceof Uint8Array ? [source] : (source as AsyncIterable<Uint8Array>)) {
    hash.update(bytes);
    sizeBytes += bytes.length;
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}
