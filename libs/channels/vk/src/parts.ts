import { type ContactDraft, type FileOutcome, fileOutcomeSchema, type KeptPart, PayloadError, withFile } from '@tributary/channel';
import { z } from 'zod';
import { type AccountFacts, contextOf } from './event/context.js';
import { toDraft } from './event/to-draft.js';

/** What became of a file of an event, or the name that was found out, beside that event: a part of its own, from which the same can be read again. */
export const FOUND_PART = 'application/vnd.tributary.vk-found+json';

const wantSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), url: z.string() }),
  z.object({ kind: z.literal('name'), userId: z.int() }),
  z.object({ kind: z.literal('whole'), peerId: z.int(), messageId: z.int(), number: z.int() }),
  z.object({ kind: z.literal('button'), eventId: z.string(), userId: z.int(), peerId: z.int() }),
]);

/** What an event leaves to be done, with that event. */
const wantedSchema = z.object({ receivedAt: z.iso.datetime(), event: z.string(), name: z.string().optional(), want: wantSchema });

const partSchema = z.object({
  receivedAt: z.iso.datetime(),
  event: z.string(),
  name: z.string().optional(),
  file: z.intersection(z.object({ key: z.string() }), fileOutcomeSchema).optional(),
});

export type Wanted = z.output<typeof wantedSchema>;

export function readWanted(value: string): Wanted {
  return wantedSchema.parse(JSON.parse(value));
}

/** What was put by wants. @throws any error  this version can't read it, or the event beside it */
export function readKept(value: string, account: AccountFacts): Wanted {
  const wanted = readWanted(value);
  eventOf(wanted.event, wanted.receivedAt, wanted.name, account);
  return wanted;
}

/** The contact of the event, with what became of one of its files. */
export function fileDraft({ event, receivedAt, name }: Wanted, key: string, outcome: FileOutcome, account: AccountFacts): ContactDraft {
  return readPart(Buffer.from(JSON.stringify({ receivedAt, event, name, file: { key, ...outcome } })), account);
}

/** The contact of the event, with the name of whom it is from. */
export function namedDraft({ event, receivedAt }: Wanted, name: string, account: AccountFacts): ContactDraft {
  return readPart(Buffer.from(JSON.stringify({ receivedAt, event, name })), account);
}

/**
 * Reads a kept part again: an event as VK sent it, or what was found out beside it.
 * @throws PayloadError  not understood
 */
export function reparse({ mediaType, bytes, origin }: KeptPart, account: AccountFacts): ContactDraft {
  if (mediaType === FOUND_PART) return readPart(bytes, account);
  return eventOf(Buffer.from(bytes).toString(), origin['receivedAt'] ?? new Date().toISOString(), origin['name'], account);
}

/** Follow-ups are the first reading's alone. */
function eventOf(event: string, receivedAt: string, name: string | undefined, account: AccountFacts): ContactDraft {
  const { followUps: _, ...draft } = toDraft(Buffer.from(event), contextOf(account, new Date(receivedAt)));
  if (!name) return draft;
  const sender = { ...draft.facts.sender, name: draft.facts.sender.name || name };
  return { ...draft, facts: { ...draft.facts, sender }, raw: { ...draft.raw, origin: { ...draft.raw.origin, name } } };
}

function readPart(bytes: Uint8Array, account: AccountFacts): ContactDraft {
  const { receivedAt, event, name, file } = partOf(bytes);
  const { key = '', ...outcome } = file ?? {};
  const draft = eventOf(event, receivedAt, name, account);
  return { ...draft, facts: file ? withFile(draft.facts, key, outcome) : draft.facts, raw: { mediaType: FOUND_PART, bytes, origin: { receivedAt } } };
}

function partOf(bytes: Uint8Array): z.output<typeof partSchema> {
  try {
    return partSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch (cause) {
    throw new PayloadError('no part of ours', { cause });
  }
}
