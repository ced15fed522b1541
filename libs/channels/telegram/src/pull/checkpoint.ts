import { z } from 'zod';

export const SCOPE = 'updates';

/**
 * How far a bot was read. Telegram numbers anew after a week or so without updates, and whoever asks with an offset from before
 * confirms, unread, what has a lower number: an offset is good for a day after the last update, and for its own bot.
 */
export interface Checkpoint {
  readonly bot: string;
  /** Id of the last stored update, plus one. */
  readonly offset: number;
  /** When that was stored, ms since 1970. */
  readonly at: number;
}

const schema = z.object({ bot: z.string(), offset: z.int(), at: z.int() });
const GOOD_FOR_MS = 24 * 60 * 60 * 1_000;

/** What was stored, if it is of this bot. */
export function readCheckpoint(value: string | undefined, bot: string): Checkpoint | undefined {
  const stored = value === undefined ? undefined : schema.safeParse(jsonOf(value)).data;
  return stored?.bot === bot ? stored : undefined;
}

/** The offset to ask with; without one Telegram begins with the oldest that it still has. */
export function offsetOf(checkpoint: Checkpoint | undefined, now = Date.now()): { offset?: number } {
  return checkpoint && now - checkpoint.at < GOOD_FOR_MS ? { offset: checkpoint.offset } : {};
}

function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined; // none of ours
  }
}
