import { z } from 'zod';
import './texts.js';

const CONTROL = /\p{Cc}/u;

const LONE_SURROGATE = /\p{Cs}/u;

/** Text that a person typed: half of a character's two code units stands for nothing, and it is told where one is. */
export const Typed = z.string().superRefine((text, { addIssue }) => {
  const at = text.search(LONE_SURROGATE);
  if (at >= 0) addIssue({ code: 'custom', params: { code: 'lone-surrogate', position: [...text.slice(0, at)].length + 1 } });
});

/** One line of text that a person typed: no control characters (PostgreSQL takes no NUL). */
export const Line = (maxLength: number) => Typed.trim().min(1).max(maxLength).refine((text) => !CONTROL.test(text));

/** Text of several lines. */
export const Paragraphs = (maxLength: number) => Typed.max(maxLength).refine((text) => !text.includes('\0'));

/** Id of a line or queue: people choose it, and it stands in settings of accounts. */
export const Name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/);

export const Uuid = z.uuid().toLowerCase();

/** An id in a path: what can't be one is simply not there. */
export function isUuid(id: string): boolean {
  return Uuid.safeParse(id).success;
}

/** Words that somebody searches for. */
export const Search = z.string().trim().max(200).refine((text) => !text.includes('\0'));

export const Time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** What every list takes; its values are checked by `parsePage`. */
export const pageFields = { limit: z.string().optional(), cursor: z.string().optional() };

/** Where a list by UUIDv7 goes on. */
export const IdPosition = z.tuple([z.uuid()]);
