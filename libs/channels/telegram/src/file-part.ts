import { type ContactDraft, type FileOutcome, fileOutcomeSchema, type KeptPart, PayloadError, withFile } from '@tributary/channel';
import { z } from 'zod';
import { type AccountFacts, contextOf } from './update/context.js';
import { toDraft } from './update/to-draft.js';

/** What became of a file of an update, beside that update: a part of its own, from which the same can be read again. */
export const FILE_PART = 'application/vnd.tributary.telegram-file+json';

/** What a message leaves to be fetched. */
const wantedSchema = z.object({ fileId: z.string(), receivedAt: z.iso.datetime(), update: z.string() });

const partSchema = z.object({
  receivedAt: z.iso.datetime(),
  update: z.string(),
  key: z.string(),
  outcome: fileOutcomeSchema,
});

export type Wanted = z.output<typeof wantedSchema>;

function readWanted(value: string): Wanted {
  return wantedSchema.parse(JSON.parse(value));
}

/** What was put by wants. @throws any error  this version can't read it, or the update beside it */
export function readKept(value: string, account: AccountFacts): Wanted {
  const wanted = readWanted(value);
  toDraft(Buffer.from(wanted.update), contextOf(account, new Date(wanted.receivedAt)));
  return wanted;
}

/** The contact of the message, with what became of its file. */
export function fileDraft({ update, receivedAt }: Wanted, key: string, outcome: FileOutcome, account: AccountFacts): ContactDraft {
  return read(Buffer.from(JSON.stringify({ receivedAt, update, key, outcome })), account);
}

/**
 * Reads a kept part again: an update as Telegram sent it, or what became of a file.
 * @throws PayloadError  not understood
 */
export function reparse({ mediaType, bytes, origin }: KeptPart, account: AccountFacts): ContactDraft {
  if (mediaType === FILE_PART) return read(bytes, account);
  return toDraft(bytes, contextOf(account, origin['receivedAt'] ? new Date(origin['receivedAt']) : new Date()));
}

function read(bytes: Uint8Array, account: AccountFacts): ContactDraft {
  const { receivedAt, update, key, outcome } = partOf(bytes);
  const { followUps: _, ...draft } = toDraft(Buffer.from(update), contextOf(account, new Date(receivedAt)));
  return { ...draft, facts: withFile(draft.facts, key, outcome), raw: { mediaType: FILE_PART, bytes, origin: { receivedAt } } };
}

function partOf(bytes: Uint8Array): z.output<typeof partSchema> {
  try {
    return partSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch (cause) {
    throw new PayloadError('no part of a file', { cause });
  }
}
