import type pg from 'pg';
import type { RunningAccount } from '../accounts/account.js';
import { type QuarantineSelection, selectedIds } from './quarantine-groups.js';
import type { QuarantineStore } from './quarantine-store.js';
import { type Replayer, ReplayFailedError } from './replay.js';

/** How a part of a selection fared. */
export interface ReplayedPart {
  readonly dryRun: boolean;
  /** Payloads that were understood, and the contacts that they made, or would make. */
  readonly understood: number;
  readonly contacts: number;
  readonly stillNotUnderstood: number;
  /** Of those, with the reasons. */
  readonly samples: readonly { readonly id: string; readonly detail: string }[];
  /** The last one that was tried; undefined when all were. */
  readonly last: readonly [string, string] | undefined;
}

/** So many in one request: it answers in seconds, and killed half-way nothing is lost. */
const PART = 100;
const SAMPLES = 5;

/** Replays the next part of a selection, oldest first; in a dry run nothing is stored. @throws UnavailableError */
export async function replaySelected(
  { pool, store, replayer }: { pool: pg.Pool; store: QuarantineStore; replayer: Replayer },
  running: RunningAccount,
  selection: QuarantineSelection,
  { dryRun, after }: { dryRun: boolean; after?: readonly [string, string] | undefined },
): Promise<ReplayedPart> {
  const rows = await selectedIds(pool, selection, PART, after);
  const samples: { id: string; detail: string }[] = [];
  let [understood, contacts, failed] = [0, 0, 0];
  for (const { id } of rows) {
    const payload = await store.find(id);
    // Replayed or put away by somebody else meanwhile.
    if (payload?.status !== 'open') continue;
    try {
      contacts += dryRun ? await replayer.wouldMake(payload, running) : (await replayer.replay(payload, running)).length;
      understood += 1;
    } catch (error) {
      if (!(error instanceof ReplayFailedError)) throw error;
      failed += 1;
      if (samples.length < SAMPLES) samples.push({ id, detail: error.message });
    }
  }
  const last = rows.at(-1);
  return { dryRun, understood, contacts, stillNotUnderstood: failed, samples, last: last && rows.length === PART ? [last.receivedAt.toISOString(), last.id] : undefined };
}
