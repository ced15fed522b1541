import { v5 as uuidV5 } from 'uuid';

const NAMESPACE = '0c1b7f0e-55d3-5a2f-8a2e-0f6f6d1a9b44';
/** So many are told one by one in a digest; it counts the others. */
export const MOST_SHOWN = 15;

/** A delivery that waits. */
export interface Waiting {
  readonly id: string;
  readonly way: string;
  /** The message with which it went already, and perhaps arrived. */
  readonly messageId: string | null;
  readonly due: boolean;
  readonly nextTryAt: Date;
  /** Too old to be told one by one. */
  readonly aged: boolean;
  /** Only counted by the message with which it went. */
  readonly older: boolean;
  readonly tries: number;
}

/** One message: a single notice, or a digest of several. */
export interface Planned {
  readonly messageId: string;
  readonly way: string;
  readonly tries: number;
  readonly deliveries: readonly { readonly id: string; readonly older: boolean }[];
}

export interface Plan {
  readonly messages: readonly Planned[];
  /** Due, but better later: together with those of its way that are not due yet. */
  readonly later: readonly { readonly id: string; readonly at: Date }[];
}

/**
 * What goes to one manager now, by which message. Pure.
 * What may have arrived goes again as it was. Of the others each is a message of its own, unless more than `digestAfter` of them wait for
 * one way, or some are too old: then all of them make one, once the pause after a failure is over for all.
 * @param waiting  oldest first
 */
export function plan(waiting: readonly Waiting[], digestAfter: number): Plan {
  const messages: Planned[] = [];
  const later: { id: string; at: Date }[] = [];
  const again = waiting.filter(({ messageId, due }) => messageId !== null && due);
  for (const [messageId, rows] of grouped(again, (row) => row.messageId ?? row.id)) messages.push(message(messageId, rows, ({ older }) => older));
  const loose = waiting.filter(({ messageId }) => messageId === null);
  for (const rows of grouped(loose, ({ way }) => way).values()) {
    if (rows.length <= digestAfter && !rows.some(({ aged }) => aged)) {
      for (const row of rows) if (row.due) messages.push(message(row.id, [row], () => false));
    } else if (rows.every(({ due }) => due)) {
      const shown = new Set(rows.filter(({ aged }) => !aged).slice(-MOST_SHOWN));
      messages.push(message(uuidV5(rows.map(({ id }) => id).join(), NAMESPACE), rows, (row) => !shown.has(row)));
    } else {
      const at = new Date(Math.max(...rows.map(({ nextTryAt }) => nextTryAt.getTime())));
      later.push(...rows.filter(({ due }) => due).map(({ id }) => ({ id, at })));
    }
  }
  return { messages, later };
}

function message(messageId: string, rows: readonly Waiting[], isOlder: (row: Waiting) => boolean): Planned {
  return { messageId, way: rows[0]?.way ?? '', tries: Math.max(...rows.map(({ tries }) => tries)) + 1, deliveries: rows.map((row) => ({ id: row.id, older: isOlder(row) })) };
}

function grouped(rows: readonly Waiting[], keyOf: (row: Waiting) => string): Map<string, Waiting[]> {
  const groups = new Map<string, Waiting[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
