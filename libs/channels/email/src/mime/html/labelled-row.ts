import { isLabel, roleOfLabel } from '../../notification/label-role.js';

/** As much of the DOM as is looked at here. */
export interface Node {
  readonly type?: string;
  readonly name?: string;
  readonly data?: string;
  readonly children?: readonly Node[];
  readonly parent?: Node | null;
}

const MAX_LABEL_CHARS = 40;
const MAX_LABEL_WORDS = 4;
/** Rows of one table that are looked at; forms and orders have fewer. */
const MAX_ROWS = 100;

/** Of tables whose first columns were looked at already. */
const tellers = new WeakMap<Node, boolean>();

/**
 * Whether a cell is the label of the cell behind it: the first of two in its row, short, without a mark of its own, in a
 * table where at least one such label is one that forms and orders have ("Телефон", "Buyer").
 */
export function isLabelledRow(cell: Node): boolean {
  const row = cell.parent;
  const table = row?.parent;
  if (!row || !table || cellsOf(row)[0] !== cell || labelOf(row) === undefined) return false;
  const known = tellers.get(table) ?? (table.children ?? []).slice(0, MAX_ROWS).some((other) => roleOfLabel(labelOf(other) ?? '') !== undefined);
  tellers.set(table, known);
  return known;
}

function labelOf(row: Node): string | undefined {
  const [label, value, more] = cellsOf(row);
  if (!label || !value || more) return undefined;
  const text = textOf(label, MAX_LABEL_CHARS + 1);
  const fits = text.length <= MAX_LABEL_CHARS && text.split(' ').length <= MAX_LABEL_WORDS && isLabel(text) && !/[\p{P}\p{S}]$/u.test(text);
  return fits && textOf(value, 1) !== '' ? text : undefined;
}

function cellsOf({ name, children }: Node): Node[] {
  return name === 'tr' ? (children ?? []).filter((child) => child.name === 'td' || child.name === 'th') : [];
}

/** The first characters of its text, blanks as one. */
function textOf(node: Node, maxChars: number): string {
  let text = '';
  const open: Node[] = [node];
  for (let next = open.pop(); next && text.trim().length < maxChars; next = open.pop()) {
    if (next.type === 'text') text += next.data ?? '';
    else open.push(...(next.children ?? []).slice(0, MAX_ROWS).toReversed());
    text = text.replace(/\s+/gu, ' ');
  }
  return text.trim().slice(0, maxChars);
}
