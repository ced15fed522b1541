import type { MergeRow } from '../../merging/journal.js';

/** A merge as the API shows it. */
export function showMerge(row: MergeRow) {
  return {
    id: row.id,
    survivorId: row.survivorId,
    mergedId: row.mergedId,
    mergedName: row.before.merged.name,
    cause: row.cause,
    by: row.actor,
    mergedAt: row.mergedAt.toISOString(),
    ...(row.undoneAt && { undoneAt: row.undoneAt.toISOString() }),
    ...(row.undoneBy && { undoneBy: row.undoneBy }),
  };
}

export type MergeView = ReturnType<typeof showMerge>;
