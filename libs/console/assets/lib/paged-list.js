// @ts-check
import { h, replaceKeepingFocus } from './dom.js';
import { failure } from './messages.js';
import { t } from './texts.js';

/**
 * A list that grows by "load more" and takes in what is new at its head without losing its place.
 * @param {{
 *   load: (cursor: string | undefined) => Promise<{ items: any[], nextCursor?: string | null }>,
 *   row: (item: any) => HTMLElement,
 *   empty: () => Node,
 *   idOf?: (item: any) => string,
 * }} options
 */
export async function pagedList({ load, row, empty, idOf = ({ id }) => id }) {
  /** @type {Map<string, { text: string, node: HTMLElement }>} */
  let rows = new Map();
  const first = await load(undefined);
  let cursor = first.nextCursor;
  const list = h('ul', { class: 'rows' });
  const tail = h('div', { class: 'tail' });
  const node = h('div', null, list, tail);

  const draw = () => {
    replaceKeepingFocus(list, [...rows.values()].map((entry) => entry.node));
    tail.replaceChildren(rows.size === 0 ? empty() : cursor ? more() : '');
  };
  const entryOf = (/** @type {any} */ item) => {
    const text = JSON.stringify(item);
    const known = rows.get(idOf(item));
    return known?.text === text ? known : { text, node: row(item) };
  };
  const more = () => {
    const button = h('button', { type: 'button', onclick: () => grow(button) }, t('list.more'));
    return button;
  };
  const grow = async (/** @type {HTMLButtonElement} */ button) => {
    button.disabled = true;
    try {
      const page = await load(cursor ?? undefined);
      for (const item of page.items) rows.set(idOf(item), entryOf(item));
      cursor = page.nextCursor;
      draw();
    } catch (problem) {
      tail.replaceChildren(failure(problem, () => tail.replaceChildren(more())));
    }
  };
  /** Asks for the newest ones again; those further down stay as they are. */
  const refresh = async () => {
    const page = await load(undefined);
    const fresh = new Map(page.items.map((item) => [idOf(item), entryOf(item)]));
    const whole = !page.nextCursor;
    if (!whole && page.items.every((item) => !rows.has(idOf(item)))) cursor = page.nextCursor;
    else if (!whole) for (const [id, entry] of rows) if (!fresh.has(id)) fresh.set(id, entry);
    if (whole) cursor = null;
    rows = fresh;
    draw();
  };

  for (const item of first.items) rows.set(idOf(item), entryOf(item));
  draw();
  return { node, refresh };
}
