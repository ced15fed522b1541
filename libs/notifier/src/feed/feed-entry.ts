import type { Actor } from '@tributary/platform';
import type { FeedKind, NewEntry } from '../record/new-entry.js';

/** One entry as feeds tell it. */
export interface FeedEntry {
  /** Grows in the order of commits, with gaps. */
  readonly seq: bigint;
  /** Of the open pool: every manager may see it. */
  readonly pooled: boolean;
  /** Who has it; null: nobody. */
  readonly managerId: string | null;
  /** Managers who are told besides. */
  readonly told: readonly string[];
  /** Made once, however many feeds tell it. */
  readonly message: string;
}

/** Who may see what: managers see what is theirs, what they are told, and the open pool; `everything` is for operators and admins. */
export type Viewer = 'everything' | { readonly managerId: string | undefined };

export function viewerOf({ role, managerId }: Actor): Viewer {
  return role === 'manager' ? { managerId } : 'everything';
}

export function maySee(viewer: Viewer, { managerId, told, pooled }: FeedEntry): boolean {
  if (viewer === 'everything') return true;
  return pooled || (viewer.managerId !== undefined && (managerId === viewer.managerId || told.includes(viewer.managerId)));
}

/**
 * A message of a stream of server-sent events. JSON holds no line break, so `data` is one line.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function feedMessage(seq: string, kind: FeedKind, data: NewEntry['data'] & { notifies: boolean }): string {
  return `id: ${seq}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
