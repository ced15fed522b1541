import type { StoredFile } from '@tributary/channel';

/** What was sent, whatever the encoding: names and texts, nothing interpreted yet. */
export interface Submission {
  /** Fields in the order they came, each name once; values cleaned, several joined by ", ". */
  readonly entries: readonly Entry[];
  /** Consents sent by purpose. */
  readonly consents: ReadonlyMap<string, string>;
  /** What the page told about itself and the visit, flattened: "pageUrl", "utm.source", "clickIds.yclid". */
  readonly meta: ReadonlyMap<string, string>;
  readonly idempotencyKey?: string;
  readonly files: readonly StoredFile[];
}

export interface Entry {
  readonly name: string;
  /** As the sender titled it, when the encoding carries titles. */
  readonly title?: string;
  /** One text for each value sent under this name. */
  readonly values: readonly string[];
}

/** All values of a field as one text. */
export function valueOf(entry: Entry): string {
  return entry.values.filter((value) => value.trim() !== '').join(', ');
}
