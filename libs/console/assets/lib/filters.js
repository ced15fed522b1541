// @ts-check
import { h } from './dom.js';
import { go } from './router.js';
import { t } from './texts.js';

/**
 * Filters that stand in the address: it can be sent to a colleague, and "back" works. A choice acts at once, a text on Enter.
 * @param {string} path @param {URLSearchParams} query
 * @param {({ name: string, label: string } & ({ options: { value: string, text: string }[] } | { type: string, placeholder?: string }))[]} fields
 * @param {boolean} [chosen]  the address holds a choice that can be taken back
 */
export function filters(path, query, fields, chosen = query.size > 0) {
  const apply = () => {
    const wanted = new URLSearchParams();
    for (const [name, value] of new FormData(element)) if (typeof value === 'string' && value.trim()) wanted.set(name, value.trim());
    void go(wanted.size ? `${path}?${wanted}` : path);
  };
  const element = h(
    'form',
    {
      class: 'filters',
      role: 'search',
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        apply();
      },
    },
    fields.map((field) => h('label', null, h('span', null, field.label), control(field, query.get(field.name) ?? '', apply))),
    h('button', { class: 'primary' }, t('action.show')),
    chosen && h('a', { class: 'button', href: path }, t('action.reset')),
  );
  return element;
}

/** @param {any} field @param {string} value @param {() => void} apply */
function control(field, value, apply) {
  if (!field.options) return h('input', { name: field.name, type: field.type, value, placeholder: field.placeholder });
  const options = field.options.map((/** @type {{ value: string, text: string }} */ option) => h('option', { value: option.value, selected: option.value === value }, option.text));
  return h('select', { name: field.name, onchange: apply }, options);
}
