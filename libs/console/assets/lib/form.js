// @ts-check
import { h } from './dom.js';
import { failure } from './messages.js';
import { t } from './texts.js';

let made = 0;

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} [type]  of the input; `select` with `options`; `textarea`; `checkbox` is `on` or left out
 * @property {{ value: string, text: string }[]} [options]
 * @property {string | Node} [hint]
 * @property {string} [value]
 * @property {boolean} [checked]
 * @property {string} [fold]  heading of the folded part that it stands in, with its neighbours of the same heading
 * @property {boolean} [optional]
 * @property {Record<string, string | number>} [attributes]
 */

/**
 * A form whose mistakes are shown at their fields. While it is being sent it can't be sent again.
 * @param {{ fields: Field[], submit: string, busy?: string, onSubmit: (values: Record<string, string>) => Promise<unknown>, more?: Node | Node[] }} options
 */
export function form({ fields, submit, busy = submit, onSubmit, more }) {
  const places = new Map(fields.map((field) => [field.name, fieldPlace(field)]));
  const message = h('div', null);
  const button = h('button', { class: 'primary' }, submit);
  const send = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    button.textContent = busy;
    clear(places, message);
    try {
      await onSubmit(valuesOf(element));
    } catch (problem) {
      explain(places, message, problem);
    } finally {
      button.disabled = false;
      button.textContent = submit;
    }
  };
  const element = h('form', { onsubmit: send }, folded(fields, places), message, h('div', { class: 'actions' }, button, more));
  return element;
}

/** Fields in their order, those of one heading behind it. @param {Field[]} fields @param {Map<string, { node: Node }>} places @returns {Node[]} */
function folded(fields, places) {
  /** @type {Map<string, HTMLElement>} */
  const folds = new Map();
  return fields.flatMap(({ name, fold }) => {
    const node = /** @type {{ node: Node }} */ (places.get(name)).node;
    if (!fold) return [node];
    const known = folds.get(fold);
    const part = known ?? h('details', { class: 'fold' }, h('summary', null, fold));
    folds.set(fold, part);
    part.append(node);
    return known ? [] : [part];
  });
}

/** @param {HTMLFormElement} element @returns {Record<string, string>} */
function valuesOf(element) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const [name, value] of new FormData(element)) if (typeof value === 'string' && value !== '') values[name] = value;
  return values;
}

/** @param {Field} field */
function fieldPlace(field) {
  const id = `field-${++made}`;
  const error = h('span', { class: 'error', id: `${id}-error` });
  const attributes = { id, name: field.name, required: !field.optional, 'aria-describedby': `${id}-hint ${id}-error`, ...field.attributes };
  const input = inputOf(field, attributes);
  const label = h('label', { for: id }, field.label);
  const named = field.type === 'checkbox' ? h('div', { class: 'choice' }, input, label) : [label, input];
  const node = h('div', { class: 'field' }, named, h('span', { class: 'hint', id: `${id}-hint` }, field.hint), error);
  return { node, input, error };
}

/** @param {Field} field @param {Record<string, any>} attributes */
function inputOf({ type = 'text', options = [], value, checked }, attributes) {
  if (type === 'select') return h('select', attributes, options.map((option) => h('option', { value: option.value, selected: option.value === value }, option.text)));
  if (type === 'textarea') return h('textarea', { rows: 3, ...attributes }, value);
  if (type === 'checkbox') return h('input', { type, checked, ...attributes });
  return h('input', { type, value, ...attributes });
}

/** @param {Map<string, { input: HTMLElement, error: HTMLElement }>} places @param {HTMLElement} message */
function clear(places, message) {
  message.replaceChildren();
  for (const { input, error } of places.values()) {
    input.removeAttribute('aria-invalid');
    error.textContent = '';
  }
}

/** @param {Map<string, { input: HTMLElement, error: HTMLElement }>} places @param {HTMLElement} message @param {any} problem */
function explain(places, message, problem) {
  const wrong = (problem.errors ?? []).flatMap((/** @type {any} */ { field, detail }) => {
    const place = places.get(placeOf(field, places));
    return place ? [{ place, detail: saidOf(field, detail) }] : [];
  });
  for (const { place, detail } of wrong) {
    place.input.setAttribute('aria-invalid', 'true');
    place.input.closest('details')?.setAttribute('open', '');
    place.error.textContent = detail;
  }
  if (wrong.length > 0) wrong[0].place.input.focus();
  else message.replaceChildren(failure(problem));
}

/** Which line of a list is wrong. @param {string} field @param {string} detail */
function saidOf(field, detail) {
  const index = /\.(\d+)$/.exec(field)?.[1];
  return index === undefined ? detail : t('form.entry', { number: Number(index) + 1, detail });
}

/** The field itself, or the one that holds the part that is wrong ("folders" for "folders.1"). @param {string} field @param {Map<string, unknown>} places */
function placeOf(field, places) {
  return places.has(field) ? field : ([...places.keys()].find((name) => field.startsWith(`${name}.`)) ?? '');
}

/**
 * Asks in a dialog; Escape and "cancel" end it without an answer.
 * @param {{ title: string, text?: string, fields: Field[], submit: string, onSubmit: (values: Record<string, string>) => Promise<unknown> }} options
 */
export function ask({ title, text, fields, submit, onSubmit }) {
  const cancel = h('button', { type: 'button', onclick: () => dialog.close() }, t('action.cancel'));
  const content = form({
    fields,
    submit,
    more: cancel,
    onSubmit: async (values) => {
      await onSubmit(values);
      dialog.close();
    },
  });
  const dialog = h('dialog', { 'aria-label': title, onclose: () => dialog.remove() }, h('h2', null, title), text && h('p', null, text), content);
  document.body.append(dialog);
  dialog.showModal();
}
