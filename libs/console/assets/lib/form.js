// @ts-check
import { h } from './dom.js';
import { failure } from './messages.js';
import { t } from './texts.js';

let made = 0;

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} [type]  of the input; `select` with `options`
 * @property {{ value: string, text: string }[]} [options]
 * @property {string} [hint]
 * @property {string} [value]
 * @property {boolean} [optional]
 * @property {Record<string, string | number>} [attributes]
 */

/**
 * A form whose mistakes are shown at their fields. While it is being sent it can't be sent again.
 * @param {{ fields: Field[], submit: string, onSubmit: (values: Record<string, string>) => Promise<unknown>, more?: Node }} options
 */
export function form({ fields, submit, onSubmit, more }) {
  const places = new Map(fields.map((field) => [field.name, fieldPlace(field)]));
  const message = h('div', null);
  const button = h('button', { class: 'primary' }, submit);
  const send = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    clear(places, message);
    try {
      await onSubmit(valuesOf(element));
    } catch (problem) {
      explain(places, message, problem);
    } finally {
      button.disabled = false;
    }
  };
  const element = h('form', { onsubmit: send }, [...places.values()].map(({ node }) => node), message, h('div', { class: 'actions' }, button, more));
  return element;
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
  const input =
    field.type === 'select'
      ? h('select', attributes, (field.options ?? []).map(({ value, text }) => h('option', { value, selected: value === field.value }, text)))
      : h('input', { type: field.type ?? 'text', value: field.value, ...attributes });
  const node = h('div', { class: 'field' }, h('label', { for: id }, field.label), input, h('span', { class: 'hint', id: `${id}-hint` }, field.hint), error);
  return { node, input, error };
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
  const wrong = (problem.errors ?? []).filter((/** @type {any} */ { field }) => places.has(field));
  for (const { field, detail } of wrong) {
    const place = /** @type {{ input: HTMLElement, error: HTMLElement }} */ (places.get(field));
    place.input.setAttribute('aria-invalid', 'true');
    place.error.textContent = detail;
  }
  if (wrong.length > 0) places.get(wrong[0].field)?.input.focus();
  else message.replaceChildren(failure(problem));
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
