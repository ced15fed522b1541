import { createHash } from 'node:crypto';
import type { ZodType } from 'zod';
import { Problem } from './errors/problem.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;
const CHECKSUM_BYTES = 6;

/** Where a list goes on: the sort key of the last row, plain JSON. */
export type Position = readonly (string | number | null)[];

export interface PageRequest<P> {
  readonly limit: number;
  /** Undefined: from the newest. */
  readonly cursor: P | undefined;
}

export interface Page<T> {
  readonly items: T[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/**
 * Reads `?limit=&cursor=`.
 * @param position  what this list's cursors hold, such as `z.tuple([z.iso.datetime(), z.uuid()])`
 * @throws Problem 422 for a limit outside 1 to 500, 400 `bad-cursor` for a cursor that this list never gave
 */
export function parsePage<P extends Position>(query: { limit?: unknown; cursor?: unknown }, position: ZodType<P>): PageRequest<P> {
  return { limit: parseLimit(query.limit), cursor: query.cursor === undefined ? undefined : decodeCursor(query.cursor, position) };
}

function parseLimit(text: unknown): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = typeof text === 'string' && /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  const fault = limit > MAX_LIMIT ? { code: 'too-big', params: { maximum: MAX_LIMIT } } : { code: 'invalid' };
  throw new Problem(422, 'validation-failed', { errors: [{ field: 'limit', ...fault }] });
}

/**
 * Cuts rows to a page. Ask the database for `limit + 1` of them: the surplus one tells that there is more.
 * @param positionOf  the sort key of a row
 */
export function toPage<T, R>(rows: readonly R[], limit: number, positionOf: (row: R) => Position, show: (row: R) => T): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(show), nextCursor: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null };
}

/** Opaque text; a checksum tells a damaged one. It is a position, not a permission: rows are guarded elsewhere. */
export function encodeCursor(position: Position): string {
  const json = Buffer.from(JSON.stringify(position));
  return Buffer.concat([checksum(json), json]).toString('base64url');
}

/** @throws Problem 400 `bad-cursor` */
export function decodeCursor<P extends Position>(cursor: unknown, position: ZodType<P>): P {
  try {
    if (typeof cursor !== 'string' || !/^[\w-]{9,2000}$/.test(cursor)) throw new SyntaxError('no cursor');
    const bytes = Buffer.from(cursor, 'base64url');
    const json = bytes.subarray(CHECKSUM_BYTES);
    if (!checksum(json).equals(bytes.subarray(0, CHECKSUM_BYTES))) throw new SyntaxError('damaged cursor');
    return position.parse(JSON.parse(json.toString()));
  } catch (cause) {
    throw new Problem(400, 'bad-cursor', { cause });
  }
}

function checksum(json: Uint8Array): Buffer {
  return createHash('sha256').update('tributary cursor 1').update(json).digest().subarray(0, CHECKSUM_BYTES);
}
